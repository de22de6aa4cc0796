-- The timetable in weeks: what is over is dropped with its dead rows, and no index grows for ever. The table that was
-- there becomes the rest, which holds whatever has no week of its own; no row is copied here, so nobody waits. Weeks are
-- made ahead of their time by `keep_due_weeks`, which moves in what the rest holds of them.

alter table due rename to due_rest;
alter index due_pkey rename to due_rest_pkey;
drop policy own_rows on due_rest;
drop policy every_tenant on due_rest;
alter table due_rest no force row level security, disable row level security;
-- A part is reached through its table only.
revoke all on due_rest from okno_app, okno_worker;

create table due (
  like due_rest including defaults including constraints,
  primary key (fire_at, tenant_id, id)
) partition by range (fire_at);
alter table due attach partition due_rest default;

alter table due enable row level security;
alter table due force row level security;
create policy own_rows on due to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy every_tenant on due to okno_worker using (true);
grant select, insert, update, delete on due to okno_app;
grant select, update, delete on due to okno_worker;

-- Makes the first week that is missing up to `ahead` weeks from now, or drops one that is over and empty; says which, or
-- that nothing is left to be done. One at a time, because writers wait meanwhile: as long as it takes to look through the
-- rest and to move one week of it. Whoever holds a lock for longer than a moment is not waited for (55P03).
create function keep_due_weeks(ahead integer) returns text
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
revoke execute on function keep_due_weeks from public;
grant execute on function keep_due_weeks to okno_worker;
