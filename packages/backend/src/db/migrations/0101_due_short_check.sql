-- Like 0097. The kinds are those that are allowed by now. A table in parts takes a check
-- that is not valid as well (PostgreSQL 15 and 18 do), and so does each of its parts: none of them is looked through here.
do $$
declare
  part regclass;
  kinds text[];
begin
  select array_agg(kind order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind = any (%L::text[])) not valid', kinds);
end $$;
