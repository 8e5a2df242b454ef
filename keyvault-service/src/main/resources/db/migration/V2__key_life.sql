-- The life of keys after they protected, the rules of rings, and who counted which ciphertexts.

alter table ring
    add column revision             bigint  not null default 1,
    add column minimum_version      integer not null default 1 check (minimum_version >= 1),
    add column rotate_after_seconds bigint  not null default 7776000 check (rotate_after_seconds > 0);

-- CURRENT and OPENS_ONLY are both OPEN here: which of the two, the ring's current_version says.
alter table ring_key
    alter column wrapped_key drop not null,
    add column state       varchar(24) not null default 'OPEN'
        check (state in ('OPEN', 'DISABLED', 'DESTRUCTION_SCHEDULED', 'DESTROYED')),
    add column state_since timestamptz not null default now(),
    add column state_by    varchar(128),
    add column destroy_at  timestamptz,
    add column forced      boolean     not null default false,
    add check ((state = 'DESTROYED') = (wrapped_key is null)),
    add check ((state = 'DESTRUCTION_SCHEDULED') = (destroy_at is not null));
create index ring_key_to_destroy on ring_key (destroy_at) where state = 'DESTRUCTION_SCHEDULED';

-- Who keeps, or kept, ciphertexts of a ring, and its newest count. A key is destroyed only when all of
-- them have counted none under it. A principal of a ring stays here when the ring no longer names it.
create table census (
    ring        varchar(64)  collate "C" not null references ring,
    holder      varchar(128) collate "C" not null,
    counted_at  timestamptz, -- null: never counted
    versions    integer[]    not null default '{}',
    records     bigint[]     not null default '{}',
    primary key (ring, holder),
    check (cardinality(versions) = cardinality(records))
);
insert into census (ring, holder) select id, unnest(principals) from ring;
