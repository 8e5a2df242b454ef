-- What placement decided: hard state. Written only by the owner of a domain, under the fence of
-- placement_domain.version.

create table placement_domain (
    domain    varchar(64) primary key,
    partition integer     not null,
    -- Rises with each transaction that changes the domain; whoever has read another one is fenced.
    version   bigint      not null
);
create index placement_domain_partition on placement_domain (partition);

create table placement_host (
    domain      varchar(64) not null references placement_domain,
    host        varchar(64) not null,
    status      varchar(16) not null,
    boot        bigint,
    tenure      bigint      not null,
    tenure_open boolean     not null,
    ended       bigint      not null,
    version     bigint      not null,
    primary key (domain, host)
);

create table vm_assignment (
    vm           varchar(64) primary key,
    domain       varchar(64) not null references placement_domain,
    spec         text        not null,
    state        varchar(32) not null,
    host         varchar(64),
    epoch        bigint      not null,
    tenure       bigint      not null,
    last_host    varchar(64),
    -- Host ids, separated by spaces.
    excluded     text        not null,
    deadline     timestamptz,
    restart_spec text,
    revision     bigint      not null,
    version      bigint      not null
);
create index vm_assignment_domain on vm_assignment (domain, vm);
create index vm_assignment_host on vm_assignment (host, vm);
create index vm_assignment_state on vm_assignment (state, vm);

-- The newest few decisions of each VM, for people; older ones are in the topic.
create table vm_decision (
    id      bigint       primary key,
    vm      varchar(64)  not null,
    domain  varchar(64)  not null,
    type    varchar(128) not null,
    made_at timestamptz  not null,
    event   text         not null
);
create index vm_decision_vm on vm_decision (vm, id desc);
create sequence vm_decision_seq increment by 100;
