-- Only of hosts that take no virtual machines for a while, or whose calendar clock is off.
alter table host_status add column quarantined_until timestamptz;
alter table host_status add column clock_skew_millis bigint;
