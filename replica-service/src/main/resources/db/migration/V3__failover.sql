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
    away_available   boolean     not null, -- and is at the replica
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
