-- What hosts are made of and what VMs ask for beyond processors and memory; all five reserves.

alter table host_group
    add reserve_disk_mib        bigint  check (reserve_disk_mib >= 0),
    add reserve_disk_iops       bigint  check (reserve_disk_iops >= 0),
    add reserve_network_percent integer check (reserve_network_percent between 0 and 100);

alter table host
    add reserve_disk_mib        bigint  check (reserve_disk_mib >= 0),
    add reserve_disk_iops       bigint  check (reserve_disk_iops >= 0),
    add reserve_network_percent integer check (reserve_network_percent between 0 and 100),
    add hypervisor              jsonb,
    add standing                varchar(32),
    add hardware                jsonb;

alter table vm add details jsonb;
