-- Secrets of templates and run-as accounts as ciphertexts of the key vault, each bound to its kind, id
-- and field. They stand neither in the register nor in any event.
create table guarded_secret (
    kind        varchar(32)  collate "C" not null,
    id          varchar(64)  collate "C" not null,
    field       varchar(32)  not null,
    ciphertext  text         not null,
    key_version bigint       not null check (key_version >= 1),
    set_at      timestamptz  not null,
    set_by      varchar(128) not null,
    primary key (kind, id, field)
);

-- What VMs were deployed from.
create table deployment (
    vm                varchar(64) collate "C" primary key,
    template          varchar(64) collate "C" not null,
    template_revision bigint       not null,
    computer_name     varchar(63),
    deployed_at       timestamptz  not null,
    deployed_by       varchar(128) not null
);
create index deployment_of_template on deployment (template, vm);
