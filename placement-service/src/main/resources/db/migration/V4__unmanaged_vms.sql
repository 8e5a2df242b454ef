-- The VMs that a host said to run outside of Berth: they take room on it.
alter table placement_host add column unmanaged text;
