-- What VMs take of the quotas of self-service roles. Usage is the sum of these rows: it can be neither
-- lost nor counted twice. Whoever adds a row holds the role.
create table quota_hold (
    vm         varchar(64)  collate "C" primary key,
    role       varchar(64)  collate "C" not null,
    member     varchar(128) collate "C" not null,
    vcpus      bigint       not null check (vcpus >= 0),
    memory_mib bigint       not null check (memory_mib >= 0),
    held_at    timestamptz  not null,
    held_by    varchar(128) not null
);
create index quota_hold_of_role on quota_hold (role, member) include (vcpus, memory_mib);
create index quota_hold_of_member on quota_hold (member, vm);
