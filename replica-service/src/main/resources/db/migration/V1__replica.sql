-- Which VM is copied where, how far that has come, and what is due next: hard state. Every row is
-- changed under its lock, by whichever instance got it. All times are by the database's clock.

create table relationship (
    id                varchar(64) collate "C" primary key,
    vm                varchar(64) collate "C" not null unique,
    target_host       varchar(64) not null,
    frequency_seconds integer     not null check (frequency_seconds > 0),
    recovery_points   integer     not null check (recovery_points between 0 and 24),
    created_at        timestamptz not null,
    grid_start        timestamptz not null, -- cycles are due at grid_start + k * frequency
    state             varchar(24) not null,
    resume_to         varchar(24),          -- only while paused
    state_since       timestamptz not null,
    next_due_at       timestamptz not null, -- the oldest slot that no order has served
    -- The queue: when the scheduler takes the row up. Idle: the slot, or the end of a pause between
    -- tries. Running: when the answer is overdue. Null: nothing to wait for.
    wake_at           timestamptz,
    held              varchar(24),          -- why it was not ordered when it last was its turn
    last_cycle        bigint      check (last_cycle >= 1),
    running_command   varchar(64),          -- null: no cycle runs, and so are those that follow
    running_kind      varchar(16),
    running_source    varchar(64),
    running_due_at    timestamptz,
    running_since     timestamptz,
    answer_by         timestamptz,
    last_point_at     timestamptz,          -- null: the target holds no copy
    exposed_since     timestamptz not null,
    failures          integer     not null, -- in a row
    target_lost_since timestamptz,
    -- Cycles of the last hour in parts of five minutes, newest first; recent_newest numbers the first.
    recent_newest     bigint      not null,
    recent_completed  integer[]   not null,
    recent_missed     integer[]   not null,
    check ((state = 'PAUSED') = (resume_to is not null))
);
create index relationship_queue on relationship (wake_at) where wake_at is not null;
create index relationship_target on relationship (target_host);
create index relationship_source on relationship (running_source) where running_source is not null;
-- A queue: each row is updated twice a cycle, so dead versions are cleared early.
alter table relationship set
    (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

-- The last cycle of relationships that were removed. Kept for ever: one of the same id goes on from
-- there, because agents remember the highest number that they have seen and refuse lower ones.
create table retired_relationship (
    id         varchar(64) collate "C" primary key,
    last_cycle bigint      not null,
    retired_at timestamptz not null
);

-- The states that targets hold, thinned with each new one.
create table recovery_point (
    relationship varchar(64) collate "C" not null,
    cycle        bigint      not null,
    point_at     timestamptz not null,
    primary key (relationship, cycle)
);

-- The newest cycles of each relationship that have ended, for people; all of them are in the topic.
create table ended_cycle (
    relationship varchar(64) collate "C" not null,
    number       bigint      not null,
    kind         varchar(16) not null,
    source       varchar(64) not null,
    target       varchar(64) not null,
    command      varchar(64) not null,
    due_at       timestamptz not null,
    ordered_at   timestamptz not null,
    answer_by    timestamptz not null,
    ended_at     timestamptz not null,
    failure      varchar(32),          -- null: it completed
    bytes        bigint      not null,
    took_nanos   bigint      not null,
    detail       text        not null,
    primary key (relationship, number)
);

-- What the monitor last said of a host.
create table replica_host (
    host     varchar(64) collate "C" primary key,
    standing varchar(8) not null,
    boot     bigint     not null
);
