-- The end of a session is a row of the timetable, so that nothing of it is kept any longer: another kind of what can be due,
-- besides whichever there are. The timetable may be in parts, each of which keeps a copy of the check.
do $$
declare
  part regclass;
  kinds text;
begin
  select string_agg(quote_literal(kind), ', ' order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check'
    union select 'session') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind in (%s))', kinds);
  execute 'alter table deliveries drop constraint deliveries_kind_check';
  execute format('alter table deliveries add constraint deliveries_kind_check check (kind in (%s))', kinds);
end $$;
