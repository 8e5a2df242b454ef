-- How far the ciphertexts of each column are under the newest key; kept by service-kit (io.berth.kit.vault).
create table vault_rewrap (
    name         varchar(64) primary key, -- of the column
    target       bigint      not null default 0,
    cursor       text[]      not null default '{}',
    examined     bigint      not null default 0,
    exchanged    bigint      not null default 0,
    overtaken    bigint      not null default 0,
    refused      bigint      not null default 0,
    started_at   timestamptz,
    finished_at  timestamptz,
    last_error   text,
    next_at      timestamptz not null default now(),
    hurried      boolean     not null default false, -- somebody wants a pass that begins after this one
    leased_by    text,
    leased_until timestamptz not null default now()
);

-- Rows under older keys are looked for; there are few of them most of the time.
create index host_credential_key on host_credential (key_version);
create index guarded_secret_key on guarded_secret (key_version);
