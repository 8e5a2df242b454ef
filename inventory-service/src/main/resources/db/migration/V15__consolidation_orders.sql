-- Orders of consolidation plans that an agent has not answered: at most one of a plan. What is due is
-- asked again, by whichever instance looks first. Times are those of the database.
create table consolidation_order (
    plan       varchar(64) collate "C" primary key,
    step       integer     not null check (step >= 0),
    command    varchar(64) collate "C" not null,
    host       varchar(64) collate "C" not null,
    sends      integer     not null check (sends > 0),
    elsewhere  boolean     not null,
    ordered_at timestamptz not null,
    due_at     timestamptz not null
);
create index consolidation_order_by_due on consolidation_order (due_at);

-- Orders that were under way before they were watched.
insert into consolidation_order (plan, step, command, host, sends, elsewhere, ordered_at, due_at)
select r.id, s.number - 1, s.step ->> 'command', s.step ->> 'host', 1, false, now(), now() + interval '10 minutes'
from register r
cross join lateral jsonb_array_elements(r.state -> 'steps') with ordinality as s (step, number)
where r.kind = 'consolidation-plan'
  and r.removed_at is null
  and r.state ->> 'status' = 'RUNNING'
  and s.step ->> 'progress' = 'ORDERED';
