-- Whether the monitor keeps new VMs away from a host, because it fails again and again.
alter table placement_host add column quarantined boolean not null default false;
