-- The fold of guests of each partition, saved with that of its hosts.
alter table fold_snapshot
    add guests text;

-- What the VM tables of hosts last said; for people and the API, never for decisions.
create table guest_seen (
    vm        varchar(64) collate "C" not null,
    host      varchar(64) collate "C" not null,
    domain    varchar(64) not null,
    epoch     bigint      not null,
    power     varchar(16) not null,
    heartbeat varchar(20) not null,
    since     timestamptz not null,
    primary key (vm, host)
);
create index guest_seen_by_host on guest_seen (host);
create index guest_seen_by_heartbeat on guest_seen (heartbeat, vm, host);

-- When this service last took a report of the guest, by its own clock.
alter table kvp_vm
    add taken_at timestamptz;

-- Guests of which it was told that they do not answer.
create table guest_missed (
    vm           varchar(64) collate "C" primary key,
    host         varchar(64) not null,
    domain       varchar(64) not null,
    epoch        bigint      not null,
    loss         varchar(20) not null,
    silent_since timestamptz not null,
    told_at      timestamptz not null,
    occurrence   integer     not null
);

-- Restarts that were asked for, so that they stay within their bound.
create table guest_restart (
    command    varchar(64) primary key,
    vm         varchar(64) collate "C" not null,
    host       varchar(64) not null,
    decided_at timestamptz not null
);
create index guest_restart_by_vm on guest_restart (vm, decided_at);
