-- The tests of replicas, under way and over: hard state, and the evidence that a replica boots. A row is
-- changed under the lock of its relationship's row. All times are by the database's clock.
create table replica_test (
    id               varchar(64) collate "C" primary key, -- of the command to the host, too
    number           bigint       not null,               -- of the relationship's tests, from 1
    relationship     varchar(64)  collate "C" not null,
    vm               varchar(64)  not null,
    host             varchar(64)  not null,
    point_cycle      bigint       not null,
    point_at         timestamptz  not null,
    point_consistent boolean      not null,
    memory_mib       bigint       not null,
    boot_within_ms   bigint       not null,
    keep_for_ms      bigint       not null,
    begun_by         varchar(256) not null,
    begun_at         timestamptz  not null,
    step             varchar(16)  not null,
    step_since       timestamptz  not null,
    wake_at          timestamptz,                         -- null: it is closed
    asked            integer      not null,               -- how often, in this step
    ending           varchar(64),                         -- the command that ends it
    outcome          varchar(32),                         -- null: nobody knows yet
    boot_took_ms     bigint,
    detail           text,
    outcome_at       timestamptz,
    unique (relationship, number)
);
create index replica_test_queue on replica_test (wake_at) where wake_at is not null;
create index replica_test_open_at on replica_test (host) where step <> 'CLOSED';

-- A VM is tested once at a time, by whichever of its relationships.
create unique index replica_test_open on replica_test (vm) where step <> 'CLOSED';
