-- The audit trail: each entry is bound to the one before by a keyed hash, whose key is wrapped under the
-- root key. Who can write this table but has not the root key cannot make entries that verify.

alter table vault add column audit_key bytea; -- made at the next start

create table audit_entry (
    sequence  bigint       primary key check (sequence >= 1),
    event_id  varchar(64)  not null,
    type      varchar(128) not null,
    ring      varchar(64)  collate "C" not null,
    principal varchar(128) not null,
    at        timestamptz  not null,
    payload   text         not null, -- as it is on the topic
    hash      char(64)     not null
);
create index audit_entry_ring on audit_entry (ring, sequence);

-- One row: how far the trail reaches. Its lock lets one transaction at a time append.
create table audit_head (
    one       boolean  primary key default true check (one),
    sequence  bigint   not null check (sequence >= 0),
    hash      char(64) not null, -- of the newest entry
    seal      char(64) not null, -- over the two, so that an end that was cut off shows
    published bigint   not null default 0 -- the newest sequence that the topic was told of
);
