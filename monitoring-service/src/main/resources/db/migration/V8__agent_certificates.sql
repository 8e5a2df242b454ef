-- One join token per host: a new one takes the place of the old. Only a digest of it is kept.
create table join_token (
    host       varchar(64)  primary key,
    digest     char(64)     not null unique,
    made_by    varchar(128) not null,
    made_at    timestamptz  not null,
    expires_at timestamptz  not null,
    used_at    timestamptz,
    serial     varchar(40)
);

-- Certificates of agents. A revoked one stays until some time after its end, as the others do.
create table agent_certificate (
    serial        varchar(40)  primary key,
    host          varchar(64)  not null,
    key_digest    char(64)     not null,
    not_before    timestamptz  not null,
    not_after     timestamptz  not null,
    renew_after   timestamptz  not null,
    origin        varchar(10)  not null,
    issued_at     timestamptz  not null,
    issued_by     varchar(128) not null,
    pem           text         not null,
    revoked_at    timestamptz,
    revoked_cause varchar(16),
    revoked_by    varchar(128),
    revoked_why   varchar(512)
);
create index agent_certificate_by_host on agent_certificate (host);
create index agent_certificate_by_key on agent_certificate (key_digest);
create index agent_certificate_by_end on agent_certificate (not_after);
