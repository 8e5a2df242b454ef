-- Moves of keys from the containers where they are to another one. The newest says where new keys go.

create table key_move (
    number     bigint generated always as identity primary key, -- their order
    id         uuid         not null unique,
    target     varchar(69)  not null,
    started_by varchar(128) not null,
    started_at timestamptz  not null default now(),
    to_move    bigint       not null check (to_move >= 0), -- keys that were elsewhere at its start
    moved      bigint       not null default 0 check (moved >= 0),
    ended_at   timestamptz, -- null: runs
    trouble    varchar(500), -- what held it up last
    trouble_at timestamptz,
    check ((trouble is null) = (trouble_at is null))
);
create unique index key_move_running on key_move ((true)) where ended_at is null;
create index ring_key_kept_in on ring_key (kept_in, ring, version);
