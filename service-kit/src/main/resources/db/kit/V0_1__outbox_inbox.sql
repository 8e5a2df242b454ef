-- Events that wait for the relay, and for an hour those that it has published.
create table outbox (
    id           bigserial primary key,
    topic        text        not null, -- without the installation's prefix
    partition    integer,              -- null: the key decides
    key          bytea,
    headers      jsonb       not null, -- array of {"n": name, "v": text} or {"n": name, "b": base64}
    payload      bytea,                -- null: a deletion in a compacted topic
    created_at   timestamptz not null default clock_timestamp(),
    published_at timestamptz
);
-- The relay looks for unpublished rows, never for ids above a cursor: sequences commit out of order.
create index outbox_unpublished on outbox (id) where published_at is null;
-- A queue: rows are updated once and deleted once, so dead ones are cleared early.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- How far each partition has been applied; its row lock makes one instance at a time apply it.
create table inbox_mark (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
);

-- Events applied in the last days, so that one delivered twice at two offsets is applied once.
create table inbox_event (
    event_id     text primary key, -- CloudEvents source, a space, CloudEvents id
    payload_hash bytea       not null,
    seen_at      timestamptz not null
);
create index inbox_event_seen on inbox_event using brin (seen_at);
