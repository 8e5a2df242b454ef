-- What was asked of the hosts of VMs beside starting and stopping them, and what came of it. The
-- newest few of each VM are kept.
create table vm_task (
    id       varchar(64)  collate "C" primary key,
    number   bigint       generated always as identity,
    vm       varchar(64)  collate "C" not null references vm on delete cascade,
    action   varchar(32)  not null,
    snapshot varchar(64)  collate "C",
    state    varchar(16)  not null check (state in ('ASKED', 'ORDERED', 'DONE', 'REFUSED', 'FAILED')),
    asked_at timestamptz  not null,
    asked_by varchar(128) not null,
    host     varchar(64)  collate "C",
    epoch    bigint,
    ended_at timestamptz,
    reason   varchar(64),
    detail   text         not null,
    check ((state in ('ASKED', 'ORDERED')) = (ended_at is null))
);
create index vm_task_by_vm on vm_task (vm, number);
-- One at a time of each VM.
create unique index vm_task_open on vm_task (vm) where ended_at is null;

-- The snapshots of a VM, oldest first; null while there are none.
alter table vm add column snapshots jsonb;
