-- Which VMs are kept together and which are started in turn: read off the details, to look for.
alter table vm
    add affinity_set varchar(64) collate "C"
        generated always as (details ->> 'affinitySet') stored,
    add start_group varchar(64) collate "C"
        generated always as (details -> 'startOrder' ->> 'group') stored;
create index vm_by_affinity_set on vm (affinity_set, id) where affinity_set is not null;
create index vm_by_start_group on vm (start_group, id) where start_group is not null;
