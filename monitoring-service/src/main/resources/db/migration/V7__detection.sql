-- How long hosts of a cluster may be silent, where that is not as usual.
create table detection_setting (
    cluster      text primary key,
    revision     bigint not null,
    threshold_ms bigint not null,
    lease_ms     bigint not null,
    changed_by   text not null,
    changed_at   timestamptz not null
);

-- How far the agents have followed, as the owner of the partition saw it; for people.
create table detection_progress (
    domain       text primary key,
    revision     bigint not null,
    threshold_ms bigint not null,
    lease_ms     bigint not null,
    configured   integer not null,
    following    integer not null,
    unheard      integer not null
);

create table detection_behind (
    domain          text not null references detection_progress (domain) on delete cascade,
    host            text not null,
    lease_ms        bigint not null,
    judged_after_ms bigint not null,
    primary key (domain, host)
);
