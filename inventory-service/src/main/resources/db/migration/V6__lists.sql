-- One index for each filter and each order of the lists; each ends with the id, as every order does,
-- so that a page is read off the index wherever it begins.
drop index vm_by_cluster;
drop index vm_by_host_group;
create index vm_by_cluster on vm (cluster, id) where cluster is not null;
create index vm_by_host_group on vm (host_group, id) where host_group is not null;
create index vm_by_memory on vm (memory_mib, id);
create index vm_by_vcpus on vm (vcpus, id);
create index vm_by_wanted on vm (wanted, id);
create index vm_by_restart_priority on vm (restart_priority, id);
create index vm_by_high_availability on vm (highly_available, id);
create index vm_by_anti_affinity_set on vm (anti_affinity_set, id) where anti_affinity_set is not null;

drop index host_by_host_group;
create index host_by_cluster on host (cluster, id) where cluster is not null;
create index host_by_host_group on host (host_group, id);
create index host_by_site on host (site, id);
create index host_by_memory on host (memory_mib, id);
create index host_by_cores on host (cores, id);
create index host_in_maintenance on host (id) where maintenance;
