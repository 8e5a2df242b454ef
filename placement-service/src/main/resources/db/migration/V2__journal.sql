-- Every decision that had an outcome, with what it takes to make it again. Appended in the
-- transaction of the decision, never changed, pruned by age.

-- The constants and data files that decisions were made with: few, since they change with the
-- configuration only.
create table placement_policy (
    digest char(64) primary key,
    policy text     not null
);

create table placement_journal (
    id               bigint      primary key,
    domain           varchar(64) not null,
    -- The version that the domain has after the decision, and the place among the decisions that
    -- gave it this version. A decision that changed no row stands behind all others of its version.
    domain_version   bigint      not null,
    step             integer     not null,
    made_at          timestamptz not null,
    origin           varchar(16) not null,
    origin_topic     varchar(249),
    origin_partition integer,
    origin_offset    bigint,
    -- Ids of the VMs whose deadlines had passed, as a JSON list.
    origin_vms       text,
    seed             bigint      not null,
    -- How far all inputs had been read, as JSON: topic, partition, next offset.
    inputs           text        not null,
    policy           char(64)    not null references placement_policy,
    digest           char(64)    not null,
    -- The rows that the decision changed as they were before, as JSON.
    rows_before      text        not null
);
create index placement_journal_domain on placement_journal (domain, domain_version, step);
create index placement_journal_age on placement_journal (made_at);
create sequence placement_journal_seq increment by 100;

-- Decisions of before the journal cannot be made again: they have no id there.
alter table vm_decision add column decision bigint not null default 0;
alter table vm_decision alter column decision drop default;
