-- What agents report and inventory does not know. Soft state: the next table of a host says it again.
create table discovered_host (
    id         varchar(64) collate "C" primary key,
    domain     varchar(64) not null,
    boot       bigint      not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    os_name    varchar(128),
    os_version varchar(128),
    -- As the facts of the host have them.
    processor  jsonb,
    hypervisor varchar(16)
);
create index discovered_host_by_age on discovered_host (last_seen);

create table discovered_vm (
    id         varchar(64) collate "C" primary key,
    host       varchar(64) collate "C" not null,
    domain     varchar(64) not null,
    running    boolean     not null,
    vcpus      integer,
    memory_mib bigint,
    guest      varchar(64),
    first_seen timestamptz not null,
    last_seen  timestamptz not null
);
create index discovered_vm_by_host on discovered_vm (host, id);
create index discovered_vm_by_age on discovered_vm (last_seen);

-- What somebody does not want to see there. Hard state.
create table discovery_ignored (
    kind       varchar(8)  not null check (kind in ('host', 'vm')),
    id         varchar(64) collate "C" not null,
    ignored_at timestamptz  not null,
    ignored_by varchar(128) not null,
    primary key (kind, id)
);
