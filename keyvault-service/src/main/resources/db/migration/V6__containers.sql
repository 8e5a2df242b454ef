-- Wrapped keys leave the rows of their lives: where a key is kept is the choice of the site, and this
-- table is only one of the places.

create table key_object (
    ring        varchar(64) collate "C" not null,
    version     integer     not null check (version >= 1),
    wrapped_key bytea       not null,
    primary key (ring, version)
);
insert into key_object (ring, version, wrapped_key)
    select ring, version, wrapped_key from ring_key where wrapped_key is not null;

-- postgres, ldap, or local:<node>; a destroyed key is kept nowhere.
alter table ring_key add column kept_in varchar(69);
update ring_key set kept_in = 'postgres' where wrapped_key is not null;
alter table ring_key
    drop column wrapped_key, -- and the check that it is null when destroyed
    add check ((state = 'DESTROYED') = (kept_in is null));

-- Bytes that no row names any more, because their key was destroyed or moved: they leave this table
-- once they are erased where they were.
create table key_to_erase (
    ring     varchar(64) collate "C" not null,
    version  integer     not null,
    kept_in  varchar(69) not null,
    since    timestamptz not null default now(),
    primary key (ring, version, kept_in)
);

-- The directory tree as far as entries stand on it: the container and the group object of the
-- installation. Rings and keys are below and inherit. An administrator can make the container before
-- the first start.
create table container_object (
    object     varchar(16)  primary key check (object in ('CONTAINER', 'DC_MANAGER')),
    dn         varchar(512) not null,
    created_at timestamptz  not null default now()
);
create table container_entry (
    object   varchar(16) not null references container_object,
    position integer     not null,
    trustee  varchar(40) not null,
    rights   text[]      not null, -- empty: listed, without rights
    scope    varchar(24) not null,
    classes  text[]      not null default '{}', -- empty: all
    primary key (object, position)
);
