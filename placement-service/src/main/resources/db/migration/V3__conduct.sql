-- How a VM stands on its host and what was ordered of it there, as JSON; null for one that executes
-- and that nothing was ordered of.
alter table vm_assignment add column conduct text;
