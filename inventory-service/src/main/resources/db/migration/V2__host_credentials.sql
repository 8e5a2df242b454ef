-- Credentials of hosts and of their management controllers. The password is a ciphertext of the key
-- vault, bound to this host and kind: who has this database alone, or moves a row, can open none.
create table host_credential (
    host        varchar(64) collate "C" not null references host,
    kind        varchar(16)  not null check (kind in ('host', 'bmc')),
    user_name   varchar(128) not null,
    ciphertext  text         not null,
    key_version bigint       not null check (key_version >= 1),
    set_at      timestamptz  not null,
    set_by      varchar(128) not null,
    primary key (host, kind)
);
