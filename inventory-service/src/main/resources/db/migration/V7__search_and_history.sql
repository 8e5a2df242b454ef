-- The words of an entity: all its texts, cut at everything that is no letter or digit, so that
-- "vm-0017" is found by "vm" and by "0017". (jsonb_to_tsvector would read "-0017" as a number.)
create function register_words(state jsonb) returns tsvector
    language sql immutable parallel safe
    return to_tsvector(
        'simple'::regconfig,
        regexp_replace(
            jsonb_path_query_array(state, 'strict $.** ? (@.type() == "string")')::text,
            '[^[:alnum:]]+', ' ', 'g'));
create index register_by_words on register using gin (register_words(state));

-- History by who and by when; by entity there is one already.
create index change_by_who on change (changed_by, number);
create index change_by_time on change (changed_at);

-- What exists of a kind, in order; counting reads this and not the states.
create index register_by_kind on register (kind, id) where removed_at is null;
