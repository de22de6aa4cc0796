-- Weeks are made while others write: they wait before they look where their rows belong.

create or replace function keep_due_weeks(ahead integer) returns text
  language plpgsql security definer
  set search_path = public, pg_temp set timezone = 'UTC' set lock_timeout = '200ms'
as $$
declare
  this_week constant timestamptz := date_trunc('week', okno_now());
  begins timestamptz;
  ends timestamptz;
  week text;
  is_used boolean;
begin
  -- Another process is at it.
  if not pg_try_advisory_xact_lock(7042002) then return 'busy'; end if;
  for place in 0 .. ahead loop
    begins := this_week + place * interval '7 days';
    ends := begins + interval '7 days';
    week := 'due_' || to_char(begins, 'YYYYMMDD');
    continue when to_regclass(week) is not null;
    execute format('create table %I (like due including defaults including constraints including indexes,
      constraint own_week check (fire_at >= %L and fire_at < %L))
      with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0)',
      week, begins, ends);
    -- The whole before its parts. Who was let in and waited for the rest only would then find the rest to be the wrong
    -- place for a row of this week, and fail.
    lock table only due in share row exclusive mode;
    lock table due_rest in access exclusive mode;
    execute format('with moved as (delete from due_rest where fire_at >= %L and fire_at < %L
        returning fire_at, tenant_id, kind, id)
      insert into %I (fire_at, tenant_id, kind, id) select fire_at, tenant_id, kind, id from moved', begins, ends, week);
    execute format('alter table due attach partition %I for values from (%L) to (%L)', week, begins, ends);
    execute format('alter table %I drop constraint own_week', week);
    return 'made';
  end loop;
  for week in
    select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'due'::regclass and relname ~ '^due_\d{8}$'
      and relname < 'due_' || to_char(this_week - interval '7 days', 'YYYYMMDD')
    order by relname
  loop
    -- What is overdue stays, however old its week is.
    execute format('select exists (select from %I)', week) into is_used;
    continue when is_used;
    -- The whole before its part, like everybody else who asks for both.
    lock table only due in access exclusive mode;
    execute format('lock table %I in access exclusive mode', week);
    execute format('select exists (select from %I)', week) into is_used;
    continue when is_used;
    execute format('drop table %I', week);
    return 'dropped';
  end loop;
  return 'kept';
end $$;
