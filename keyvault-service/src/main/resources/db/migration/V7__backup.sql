-- What was backed up and tried. The backups themselves are files; this is what the vault remembers of
-- them, so that it notices when they stop. None of it is in a backup.

create table vault_backup (
    id       varchar(64) collate "C" primary key,
    taken_at timestamptz  not null,
    taken_by varchar(128) not null,
    schema   varchar(32)  not null -- the form of the database
);

-- Which key of a ring was the newest in a backup, and whether it was told that it is in none that is
-- young enough.
create table ring_backup (
    ring     varchar(64) collate "C" primary key references ring on delete cascade,
    version  integer,     -- null: in none
    taken_at timestamptz, -- of the newest backup that has it
    overdue  boolean not null default false,
    check ((version is null) = (taken_at is null))
);

create table restore_drill (
    id         uuid         primary key,
    drilled_at timestamptz  not null,
    drilled_by varchar(128) not null,
    outcome    varchar(16)  not null,
    backup     varchar(64),
    opened     bigint       not null,
    missing    bigint       not null
);
create index restore_drill_at on restore_drill (drilled_at);

-- One row: whether it was told that no drill has passed for too long.
create table drill_standing (
    one     boolean primary key default true check (one),
    overdue boolean not null default false
);
insert into drill_standing default values;
