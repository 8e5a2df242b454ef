-- Settings of relationships, what is known of their changes, and the links between sites. Hard state.

alter table relationship
    add column zone              varchar(64) not null default 'UTC',
    add column windows           text[]      not null default '{}',        -- none: always
    add column resync_window     varchar(80) not null default '18:30-06:00',
    add column disks             text[]      not null default '{}',        -- none: all
    add column consistent_hours  integer     check (consistent_hours between 1 and 12),
    add column authentication    varchar(16) not null default 'CERTIFICATE',
    add column initial_copy      varchar(16) not null default 'NETWORK_NOW',
    add column initial_copy_at   timestamptz,
    add column bytes_per_second  bigint      check (bytes_per_second > 0),
    add column extends           varchar(64) collate "C", -- whose replica is copied on
    add column extended_source   varchar(64),             -- the host that holds it
    add column revision          bigint      not null default 1,
    add column asked             boolean     not null default false, -- an operator opens its windows
    -- How fast the VM changes and the link carries; what is not at the target, and of which size.
    add column changed_rate      bigint      not null default 0,
    add column sent_rate         bigint      not null default 0,
    add column pending_bytes     bigint      not null default 0,
    add column disk_bytes        bigint,
    -- With a default, so that an instance of before can still add rows while others are newer.
    add column log_at            timestamptz not null default now(),
    add column consistent_at     timestamptz,
    add column consistent_now    boolean     not null default false,
    add check ((extends is null) = (extended_source is null));
update relationship set log_at = created_at;

-- A VM is replicated once, and its replica is copied on once.
alter table relationship drop constraint relationship_vm_key;
create unique index relationship_vm on relationship (vm) where extends is null;
create unique index relationship_extends on relationship (extends) where extends is not null;
create index relationship_all_of_vm on relationship (vm);

alter table recovery_point add column application_consistent boolean not null default false;

-- The forest (Kerberos) to which the hosts of a site belong: somebody's word.
create table site_forest (
    site   varchar(64) collate "C" primary key,
    forest varchar(255) not null
);

-- What replication may send from one place to another, and what it has taken of that. The row's lock
-- is what all instances share: nobody admits a cycle without it.
create table site_link (
    id               varchar(64) collate "C" primary key,
    from_end         varchar(80) not null,   -- site:…, group:… or host:…
    to_end           varchar(80) not null,
    bytes_per_second bigint      not null check (bytes_per_second > 0),
    share_percent    integer     not null check (share_percent between 1 and 100),
    zone             varchar(64) not null,
    windows          text[]      not null,   -- each 'window=bytes/s'
    revision         bigint      not null,
    bucket_bytes     bigint      not null,   -- tokens; negative: a debt to be paid first
    bucket_at        timestamptz not null,
    head             varchar(64),            -- the earliest deadline that was not admitted
    head_deadline    timestamptz,
    head_until       timestamptz,            -- it is no longer waited for then
    unique (from_end, to_end)
);

-- What running cycles have taken of links, in bytes per second, until they end.
create table link_use (
    relationship varchar(64) collate "C" not null,
    link         varchar(64) collate "C" not null references site_link (id) on delete cascade,
    rate         bigint not null check (rate > 0),
    primary key (relationship, link)
);
create index link_use_link on link_use (link) include (rate);
