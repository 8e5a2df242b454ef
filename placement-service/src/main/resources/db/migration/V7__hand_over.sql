-- The domain for which the one in "domain" has let go of the VM. It belongs to nobody until that one has taken it over.
alter table vm_assignment add column leaving_to varchar(64);
