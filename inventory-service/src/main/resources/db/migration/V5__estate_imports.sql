-- Imports of whole estates, kept so that any instance can show them; the newest hundred.
create table estate_import (
    id          bigint generated always as identity primary key,
    dry_run     boolean      not null,
    phase       varchar(16)  not null,
    started_by  varchar(128) not null,
    started_at  timestamptz  not null,
    progress_at timestamptz  not null,
    finished_at timestamptz,
    done        bigint       not null,
    total       bigint       not null,
    report      jsonb        not null
);
-- One at a time, whichever instance was asked.
create unique index estate_import_running on estate_import ((true)) where finished_at is null;
