-- Every change of an alert takes the next number, with the lock of alerts held until the commit: so
-- whoever reads from a number on misses nothing.
create sequence alert_revision;

-- Alerts, open and resolved ones. The number of its opening orders the lists.
create table alert (
    fingerprint       varchar(128) primary key,
    opened            bigint       not null unique,
    revision          bigint       not null unique,
    rule              varchar(40)  not null,
    severity          varchar(10)  not null,
    subject           varchar(64)  not null,
    domain            varchar(64),
    summary           varchar(512) not null,
    first_seen        timestamptz  not null,
    last_seen         timestamptz  not null,
    count             bigint       not null,
    resolved_at       timestamptz,
    resolved_because  varchar(512),
    acknowledged_by   varchar(128),
    acknowledged_at   timestamptz,
    acknowledged_note varchar(512),
    -- Whether anybody was sent word of its opening; not while a silence is in force.
    notified          boolean      not null
);
create index alert_open on alert (rule) where resolved_at is null;
create index alert_resolved on alert (resolved_at) where resolved_at is not null;

create table alert_history (
    revision    bigint       primary key,
    fingerprint varchar(128) not null,
    at          timestamptz  not null,
    step        varchar(16)  not null,
    by          varchar(128),
    text        varchar(512) not null
);
create index alert_history_by_alert on alert_history (fingerprint, revision);

create table silence (
    id       varchar(64)  primary key,
    rule     varchar(40),
    subject  varchar(64),
    domain   varchar(64),
    up_to    varchar(10),
    begins   timestamptz  not null,
    ends     timestamptz  not null,
    by       varchar(128) not null,
    reason   varchar(512) not null
);
create index silence_by_end on silence (ends);

-- Whom to tell. The secret that signs is named, not held: it lies in a file that only the service reads.
create table webhook (
    id          varchar(64)   primary key,
    url         varchar(1024) not null,
    secret      varchar(64)   not null,
    from_severity varchar(10) not null,
    enabled     boolean       not null,
    revision    bigint        not null,
    delivered   bigint        not null,
    given_up    bigint        not null,
    dropped     bigint        not null,
    last_at     timestamptz,
    last_error  varchar(256)
);

-- What each is still to be told, in order.
create table webhook_delivery (
    id          bigint generated always as identity primary key,
    webhook     varchar(64)  not null references webhook on delete cascade,
    word        varchar(10)  not null,
    fingerprint varchar(128) not null,
    body        text         not null,
    attempts    integer      not null,
    due_at      timestamptz  not null,
    created_at  timestamptz  not null
);
create index webhook_delivery_by_webhook on webhook_delivery (webhook, id);
