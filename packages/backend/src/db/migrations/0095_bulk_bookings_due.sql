-- A change of many bookings is another kind of what can be due: the version that knew only changes of fields claims nothing of it.
-- What stands there as bulk_edit stays that, and is done as well.
do $$
declare
  part regclass;
  kinds text;
begin
  select string_agg(quote_literal(kind), ', ' order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check'
    union select 'bulk_bookings') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind in (%s))', kinds);
  execute 'alter table deliveries drop constraint deliveries_kind_check';
  execute format('alter table deliveries add constraint deliveries_kind_check check (kind in (%s))', kinds);
end $$;
