-- One row: another value after each change of a ring or of the container's entries, whoever makes it. An
-- instance that judged a call by what it remembers compares the value in the transaction that writes the
-- call down. Random and not a number: a database that was put back never has the value of a later state.
create table admission_stamp (
    one   boolean primary key default true check (one),
    stamp uuid    not null
);
insert into admission_stamp (stamp) values (gen_random_uuid());

-- The schema is named, because who changes entries by hand may have another search path.
create function restamp_admission() returns trigger language plpgsql as $$
begin
    execute format('update %I.admission_stamp set stamp = gen_random_uuid()', tg_table_schema);
    return null;
end
$$;
create trigger ring_restamps after insert or update or delete or truncate on ring
    for each statement execute function restamp_admission();
create trigger container_entry_restamps after insert or update or delete or truncate on container_entry
    for each statement execute function restamp_admission();
