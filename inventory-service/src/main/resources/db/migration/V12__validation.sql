-- Runs of cluster validation, with the report of each as it was made. A run outlives its cluster,
-- since support asks for reports of what is no more.
create table validation_run (
    id            bigint generated always as identity primary key,
    cluster       varchar(64) collate "C" not null,
    state         varchar(16)  not null check (state in ('waiting', 'ended', 'cancelled')),
    asked_at      timestamptz  not null,
    asked_by      varchar(128) not null,
    deadline      timestamptz  not null,
    within_millis bigint       not null check (within_millis > 0),
    tests         jsonb        not null,
    fingerprint   jsonb        not null,
    ended_at      timestamptz,
    judgement     varchar(16) check (judgement in ('SUPPORTED', 'NOT_SUPPORTED', 'PARTIAL')),
    report        jsonb,
    withdrawn_at  timestamptz,
    changes       jsonb,
    check ((state = 'ended') = (report is not null))
);
create index validation_run_by_cluster on validation_run (cluster, id);
-- One run of a cluster at a time.
create unique index validation_run_waiting on validation_run (cluster) where state = 'waiting';

-- What each node was asked and what it answered.
create table validation_facts (
    run         bigint      not null references validation_run on delete cascade,
    host        varchar(64) collate "C" not null,
    command     varchar(64) collate "C" not null unique,
    received_at timestamptz,
    facts       jsonb,
    primary key (run, host),
    check ((received_at is null) = (facts is null))
);
