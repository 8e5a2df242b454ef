-- Addresses of pools as numbers: those that are free as ranges, and who has the others. The lowest free
-- address is the first row of an index, however many are leased. kind is that of the pool.
create table address_free (
    kind          varchar(32)    collate "C" not null,
    pool          varchar(64)    collate "C" not null,
    first_address numeric(39, 0) not null check (first_address >= 0),
    last_address  numeric(39, 0) not null check (last_address >= first_address),
    primary key (kind, pool, first_address)
);

create table address_lease (
    kind      varchar(32)    collate "C" not null,
    pool      varchar(64)    collate "C" not null,
    address   numeric(39, 0) not null,
    vm        varchar(64)    collate "C" not null,
    adapter   varchar(128)   not null,
    leased_at timestamptz    not null,
    leased_by varchar(128)   not null,
    primary key (kind, pool, address),
    unique (kind, pool, vm, adapter)
);
create index address_lease_of_vm on address_lease (vm);
