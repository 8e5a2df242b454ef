-- The register: the newest state of every entity as it was announced, kept after its removal because
-- events still refer to it. Kinds without a table of their own live here alone.
create table register (
    kind       varchar(32)  collate "C" not null,
    id         varchar(64)  collate "C" not null,
    revision   bigint       not null check (revision >= 0),
    state      jsonb        not null,
    removed_at timestamptz,
    primary key (kind, id)
);
create index register_by_content on register using gin (state jsonb_path_ops) where removed_at is null;

-- Every change of every entity. state is what was announced, or what was there before a removal.
create table change (
    number     bigint generated always as identity primary key,
    kind       varchar(32)  collate "C" not null,
    id         varchar(64)  collate "C" not null,
    revision   bigint       not null,
    operation  varchar(16)  not null check (operation in ('created', 'changed', 'removed')),
    changed_at timestamptz  not null,
    changed_by varchar(128) not null,
    state      jsonb        not null
);
create index change_by_entity on change (kind, id, number);
