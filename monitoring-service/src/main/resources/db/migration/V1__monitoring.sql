-- The saved fold of each partition of telemetry.heartbeats. The version is a fence: whoever owns a
-- partition raises it, and every save names the version that it saw.
create table fold_snapshot (
    partition   integer     primary key,
    version     bigint      not null,
    next_offset bigint      not null,
    body        text,
    saved_at    timestamptz not null
);

-- What the node events last said of each host; for people and the API, never for decisions.
create table host_status (
    host      varchar(64) primary key,
    domain    varchar(64) not null,
    liveness  varchar(16) not null,
    boot      bigint      not null,
    tenure    bigint      not null,
    since     timestamptz not null,
    last_beat timestamptz,
    evidence  varchar(40)
);
create index host_status_by_domain on host_status (domain, host);

-- Placement domains whose failures are held.
create table domain_hold (
    domain     varchar(64) primary key,
    reason     varchar(20) not null,
    silent     integer     not null,
    failed     integer     not null,
    configured integer     not null,
    since      timestamptz not null
);

-- Key-value pairs of guests. A guest may send any UTF-16 units, NUL and lone surrogates included,
-- which are no text to a database: so keys and values are kept as big-endian UTF-16 bytes, and a
-- key, being longer than an index takes, is identified by its SHA-256.
create table kvp_vm (
    vm          varchar(64) primary key,
    host        varchar(64) not null,
    reported_at timestamptz not null,
    keys        integer     not null,
    refused     bigint      not null
);

create table kvp_value (
    vm         varchar(64) not null,
    pool       smallint    not null,
    key_hash   bytea       not null,
    key        bytea       not null,
    value      bytea       not null,
    flags      text        not null,
    changed_at timestamptz not null,
    primary key (vm, pool, key_hash)
);

create sequence kvp_change_seq increment by 50;

create table kvp_change (
    id         bigint      primary key,
    vm         varchar(64) not null,
    pool       smallint    not null,
    key_hash   bytea       not null,
    value      bytea       not null,
    flags      text        not null,
    host       varchar(64) not null,
    changed_at timestamptz not null
);
create index kvp_change_by_key on kvp_change (vm, pool, key_hash, id);
