-- Tips: one per host and place, as JSON. What is over is kept for a while, as the proof that it was.
create table tip (
    id         bigint generated always as identity primary key,
    kind       varchar(20)  not null,
    host       varchar(64)  not null,
    place      varchar(128) not null,
    state      varchar(12)  not null,
    since      timestamptz  not null,
    changed_at timestamptz  not null,
    body       text         not null,
    unique (kind, host, place)
);
create index tip_by_host on tip (host);
create index tip_by_change on tip (changed_at);

-- Host groups whose hosts' tips are applied without a person.
create table tip_automatic (
    host_group varchar(64)  primary key,
    by         varchar(128) not null,
    since      timestamptz  not null
);
