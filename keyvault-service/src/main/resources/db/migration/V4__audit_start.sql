-- Entries that are older than the topic keeps events may be removed from the start of the trail: the head
-- says where it begins, and on what. The seal covers that too, so the next append seals anew.
alter table audit_head
    add column first        bigint   not null default 1 check (first >= 1),
    add column before_first char(64) not null default repeat('0', 64);
