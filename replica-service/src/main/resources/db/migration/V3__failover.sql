-- The newest failover of each relationship, under way or ended: hard state. A row is changed under the
-- lock of its relationship's row. All times are by the database's clock.
create table failover (
    relationship     varchar(64) collate "C" primary key,
    vm               varchar(64) not null,
    kind             varchar(16) not null,
    begun_by         varchar(256) not null,
    begun_at         timestamptz not null,
    home             varchar(128) not null,
    away             varchar(128) not null,
    source           varchar(64) not null,
    target           varchar(64) not null,
    home_owners      text[]      not null, -- possible owners before; empty: any
    home_available   boolean     not null, -- whether it was highly available before
    ran              boolean     not null, -- whether a host ran it
    before_state     varchar(24) not null,
    before_resume_to varchar(24),
    before_since     timestamptz not null,
    step             varchar(24) not null,
    step_since       timestamptz not null,
    wake_at          timestamptz,          -- null: it waits for an operator only, or is over
    asked_at         timestamptz,
    waiting          varchar(32),
    point_cycle      bigint,
    point_at         timestamptz,
    point_consistent boolean     not null, -- whether the guest had flushed for it
    stopped_epoch    bigint,
    command          varchar(64),          -- the promotion that was asked for
    promotion        varchar(32),          -- what came of it
    running_since    timestamptz
);
create index failover_queue on failover (wake_at) where wake_at is not null;

-- A VM is one VM: of several relationships of it, one at a time fails over.
create unique index failover_open on failover (vm) where step not in ('CANCELLED', 'COMPLETED', 'REVERSED');

-- VMs that fail over together, in an order.
create table failover_group (
    id       varchar(64) collate "C" primary key,
    rank     integer   not null,
    pauses   integer[] not null, -- seconds before each step
    revision bigint    not null
);
create table failover_group_member (
    relationship varchar(64) primary key,
    group_id     varchar(64) collate "C" not null references failover_group (id),
    step         integer not null, -- from 0
    place        integer not null  -- in the step
);
create index failover_group_member_of on failover_group_member (group_id);

-- The failover of a group or a site: hard state, changed under the lock of its row.
create table failover_run (
    id             varchar(64) collate "C" primary key,
    scope          varchar(80)  not null, -- group:… or site:…
    kind           varchar(16)  not null,
    begun_by       varchar(256) not null,
    accept_seconds bigint,                -- unplanned: what may be lost
    begun_at       timestamptz  not null,
    pauses         integer[]    not null,
    step           integer      not null,
    step_from      timestamptz  not null,
    ended_at       timestamptz,           -- null: it is under way
    stopped        boolean      not null
);
create index failover_run_open on failover_run (begun_at) where ended_at is null;
create table failover_run_member (
    run          varchar(64) collate "C" not null references failover_run (id),
    place        integer     not null,
    relationship varchar(64) not null,
    vm           varchar(64) not null,
    step         integer     not null,
    standing     varchar(16) not null,
    code         varchar(64),             -- why it was left out
    detail       text,
    recovery_ms  bigint,
    loss_ms      bigint,
    primary key (run, place)
);

-- A relationship is in one run at a time.
create unique index failover_run_member_open on failover_run_member (relationship)
    where standing in ('WAITING', 'BEGUN');
