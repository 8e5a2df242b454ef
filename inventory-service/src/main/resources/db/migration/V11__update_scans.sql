-- The newest scan of each host for updates.
create table update_scan (
    host           varchar(64)  collate "C" primary key,
    scanned_at     timestamptz  not null,
    installed      varchar(64)[] not null,
    not_applicable varchar(64)[] not null,
    reported_by    varchar(128) not null
);
