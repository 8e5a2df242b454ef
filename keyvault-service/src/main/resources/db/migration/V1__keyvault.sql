-- The rings and their keys. Every key in here is wrapped under the root key, which is in a file and
-- never in the database: who has only this database can open nothing.

-- One row: which vault this is, and what tells the right root key from a wrong one.
create table vault (
    one        boolean primary key default true check (one),
    tenant     uuid        not null, -- bound into every ciphertext
    root_check bytea       not null, -- a known text under the root key
    created_at timestamptz not null default now()
);

-- Identifiers are compared byte by byte (collation "C"), so that pages have one order everywhere.
create table ring (
    id              varchar(64) collate "C" primary key,
    current_version integer     not null,
    principals      text[]      not null, -- who may protect and unprotect; nobody else
    created_at      timestamptz not null default now()
);

-- A key never changes: instances keep it in memory by (ring, version).
create table ring_key (
    ring          varchar(64) collate "C" not null references ring,
    version       integer     not null check (version >= 1),
    wrapped_key   bytea       not null,
    uses_reserved bigint      not null default 0 check (uses_reserved between 0 and 4294967296),
    created_at    timestamptz not null default now(),
    primary key (ring, version)
);

alter table ring
    add constraint ring_has_current_key foreign key (id, current_version)
        references ring_key (ring, version) deferrable initially deferred;
