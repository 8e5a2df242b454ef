-- What the test application did, one row per record applied.
create table effect (
    id       bigserial primary key,
    vm       text    not null,
    event_id text    not null,
    topic    text    not null,
    partition integer not null,
    record_offset bigint not null
);
create table note (
    id      text primary key,
    text    text not null,
    version bigint not null
);
