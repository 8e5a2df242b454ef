-- The root key is random and stands here wrapped: under a key that is in a file, made from a passphrase, put together from
-- shares, or kept by a PKCS#11 token. What is needed to get that key again, except the secret itself, stands beside it and is
-- bound into the wrapped root key: who changes it only makes it unreadable.
alter table vault
    add column root_key          bytea, -- null: of an earlier version, whose file holds the root key itself; wrapped at the next start
    add column unseal_method     varchar(16) not null default 'FILE'
        check (unseal_method in ('FILE', 'PASSPHRASE', 'SHARES', 'PKCS11')),
    add column argon2_salt       bytea,
    add column argon2_memory_kib integer,
    add column argon2_passes     integer,
    add column argon2_lanes      integer,
    add column share_set         varchar(16),
    add column shares            integer,
    add column share_threshold   integer,
    add column token_key         varchar(128), -- the label of the key in the token
    add column wrapped_at        timestamptz not null default now(),
    add column seals             bigint      not null default 0, -- how often it was sealed on request; an instance that was unsealed at a lower number is sealed
    add column sealed_at         timestamptz, -- null: an instance whose method needs nobody unseals itself at its start
    add column sealed_by         varchar(128),
    add check ((unseal_method = 'PASSPHRASE')
        = (num_nonnulls(argon2_salt, argon2_memory_kib, argon2_passes, argon2_lanes) = 4)),
    add check ((unseal_method = 'SHARES') = (num_nonnulls(share_set, shares, share_threshold) = 3)),
    add check ((unseal_method = 'PKCS11') = (token_key is not null)),
    add check ((sealed_at is null) = (sealed_by is null));

-- Attempts with a passphrase or with enough shares, by which they are limited: the same for all instances, and after a restart.
create table unseal_attempt (
    id      uuid        primary key,
    at      timestamptz not null default now(),
    refused boolean     not null default false,
    told    boolean     not null default false -- to the audit trail
);
create index unseal_attempt_at on unseal_attempt (at);
