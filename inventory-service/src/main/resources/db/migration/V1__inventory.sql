-- What exists. Identifiers are compared byte by byte (collation "C"), so that pages have one order
-- everywhere. revision rises with every change of a row and is what events and entity tags carry.

create sequence management_group_id;

create table management_group (
    id       bigint primary key,
    name     varchar(256) collate "C" not null unique,
    revision bigint       not null check (revision >= 1)
);

create table host_group (
    id                  varchar(64) collate "C" primary key,
    management_group    bigint      not null references management_group,
    parent              varchar(64) collate "C" references host_group,
    reserve_cpu_percent integer     check (reserve_cpu_percent between 0 and 100),
    reserve_memory_mib  bigint      check (reserve_memory_mib >= 0),
    revision            bigint      not null check (revision >= 1),
    check (parent <> id)
);
create index host_group_by_management_group on host_group (management_group);
create index host_group_by_parent on host_group (parent);

create table cluster (
    id                   varchar(64) collate "C" primary key,
    host_group           varchar(64) collate "C" not null references host_group,
    site                 varchar(64) not null,
    node_failure_reserve integer     not null check (node_failure_reserve >= 0),
    revision             bigint      not null check (revision >= 1)
);
create index cluster_by_host_group on cluster (host_group);

-- node_order is the place among the nodes of a cluster, in the order of joining.
create table host (
    id                  varchar(64) collate "C" primary key,
    cluster             varchar(64) collate "C" references cluster,
    node_order          integer,
    host_group          varchar(64) collate "C" not null references host_group,
    site                varchar(64) not null,
    cores               integer     not null check (cores >= 1),
    memory_mib          bigint      not null check (memory_mib >= 1),
    reserve_cpu_percent integer     check (reserve_cpu_percent between 0 and 100),
    reserve_memory_mib  bigint      check (reserve_memory_mib >= 0),
    maintenance         boolean     not null,
    revision            bigint      not null check (revision >= 1),
    unique (cluster, node_order),
    check ((cluster is null) = (node_order is null))
);
create index host_by_host_group on host (host_group);

-- A VM belongs to a cluster or to the stand-alone hosts of a group.
create table vm (
    id                      varchar(64) collate "C" primary key,
    cluster                 varchar(64) collate "C" references cluster,
    host_group              varchar(64) collate "C" references host_group,
    vcpus                   integer     not null check (vcpus >= 1),
    cpu_utilisation_percent integer     not null check (cpu_utilisation_percent between 1 and 100),
    memory_mib              bigint      not null check (memory_mib >= 1),
    highly_available        boolean     not null,
    restart_priority        varchar(32) not null,
    anti_affinity_set       varchar(64),
    wanted                  varchar(16) not null,
    revision                bigint      not null check (revision >= 1),
    check ((cluster is null) <> (host_group is null))
);
create index vm_by_cluster on vm (cluster);
create index vm_by_host_group on vm (host_group);
