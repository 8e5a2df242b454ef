-- What operators asked for and how far it is: hard state. A row is written as PENDING by whoever
-- took the request, and from then on changed only by the owner of its domain, under the fence of
-- placement_domain.version.

create table placement_operation (
    id           varchar(64)  primary key,
    domain       varchar(64)  not null,
    kind         varchar(16)  not null,
    state        varchar(16)  not null,
    -- Of an evacuation.
    host         varchar(64),
    -- Of the kinds that concern one VM.
    vm           varchar(64),
    requested_by varchar(128) not null,
    requested_at timestamptz  not null,
    ended_at     timestamptz,
    -- Whether the owner has to remember it: it goes on, or keeps VMs away from its host.
    remembered   boolean      not null,
    -- The whole of it.
    body         text         not null,
    version      bigint       not null
);
create index placement_operation_newest on placement_operation (requested_at desc, id desc);
create index placement_operation_open on placement_operation (domain) where remembered;
create index placement_operation_vm on placement_operation (vm) where vm is not null;

-- Whether an evacuation keeps new VMs away.
alter table placement_host add column evacuated boolean not null default false;
