-- What is looked for across the estate: a value by its SHA-256, a version by sixteen bytes that sort as it does.
alter table kvp_value
    add value_hash bytea,
    add version    bytea;
update kvp_value set value_hash = sha256(value);
alter table kvp_value
    alter value_hash set not null;
create index kvp_value_by_key on kvp_value (key_hash, vm, pool);
create index kvp_value_by_value on kvp_value (key_hash, value_hash, vm, pool);
create index kvp_value_by_version on kvp_value (key_hash, version, vm, pool) where version is not null;

-- What was told of a guest's pairs, so that it is told once; and how often, so that a guest that changes
-- its pairs all the time cannot make the service tell of it all the time.
alter table kvp_vm
    add known              boolean not null default false,
    add told_flags         text    not null default '',
    add told_too_many      boolean not null default false,
    add window_start       timestamptz,
    add window_events      integer not null default 0,
    add untold             bigint  not null default 0,
    add services_guest     varchar(128),
    add services_installed varchar(128),
    add services_needed    varchar(128),
    add services_outdated  boolean not null default false;
create index kvp_vm_unknown on kvp_vm (taken_at) where not known;
create index kvp_vm_outdated on kvp_vm (vm) where services_outdated;

create index kvp_change_by_age on kvp_change (changed_at);
create index kvp_change_by_vm on kvp_change (vm, id);
