-- What disks of VMs were asked for: of each stretch of time the busiest report. Old rows are deleted by
-- time, so the index over it is the small kind that suits rows which arrive in its order.
create table disk_load (
    vm            varchar(64)  collate "C" not null,
    disk          varchar(128) collate "C" not null,
    began_at      timestamptz  not null,
    reports       integer      not null check (reports > 0),
    read_iops     bigint       not null,
    write_iops    bigint       not null,
    mb_per_second double precision not null,
    block_kib     double precision not null,
    latency_ms    double precision not null,
    primary key (vm, disk, began_at)
);
create index disk_load_by_time on disk_load using brin (began_at);
