-- What assistants want to be woken for, and the events that wake them.

create table reminders (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  assistant_id uuid not null,
  created_by_assistant_id uuid not null,
  user_id bigint not null,
  type text not null check (type in ('one_time', 'recurring')),
  trigger_at timestamptz,
  cron_expression text,
  timezone text not null,
  -- Sealed by the program; bound to the tenant.
  payload_sealed text not null,
  misfire text not null check (misfire in ('skip', 'catch_up')),
  status text not null check (status in ('pending', 'active', 'paused', 'completed', 'cancelled')),
  -- When it stands in `due`, nowhere else. Not indexed, and room in the page: a firing touches no index.
  next_fire_at timestamptz,
  last_triggered_at timestamptz,
  created_at timestamptz not null default okno_now(),
  updated_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, assistant_id) references assistants,
  foreign key (tenant_id, created_by_assistant_id) references assistants,
  check ((type = 'one_time') = (trigger_at is not null)),
  check ((type = 'recurring') = (cron_expression is not null)),
  check ((status in ('pending', 'active')) = (next_fire_at is not null))
) with (fillfactor = 85);
create index reminders_of_user on reminders (tenant_id, assistant_id, user_id, created_at, id);

-- The outbox of events: one for every occurrence. It is open while `next_attempt_at` stands.
create table reminder_events (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  reminder_id uuid not null,
  assistant_id uuid not null,
  scheduled_for timestamptz not null,
  channel text not null check (channel in ('queue', 'poll', 'webhook')),
  -- As it was when the reminder fired.
  payload_sealed text not null,
  -- How often it has been handed over; the next one is due when the lease of the last has run out.
  attempt integer not null default 0,
  max_attempts integer not null default 5,
  next_attempt_at timestamptz,
  created_at timestamptz not null default okno_now(),
  acked_at timestamptz,
  done_at timestamptz,
  result_sealed text,
  dead_at timestamptz,
  -- Nobody was woken for what was missed from `scheduled_for` until then.
  skipped_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, reminder_id) references reminders on delete cascade,
  unique (tenant_id, reminder_id, scheduled_for),
  check (num_nonnulls(next_attempt_at, acked_at, dead_at, skipped_until) = 1)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
create index reminder_events_waiting on reminder_events (tenant_id, assistant_id, next_attempt_at)
  where next_attempt_at is not null and channel = 'poll';
create index reminder_events_open on reminder_events (tenant_id, reminder_id) where next_attempt_at is not null;
create index reminder_events_dead on reminder_events (tenant_id, assistant_id, dead_at) where dead_at is not null;
create index reminder_events_settled on reminder_events (tenant_id, (coalesce(acked_at, skipped_until)))
  where acked_at is not null or skipped_until is not null;

-- The timetable may be in parts, each of which keeps a copy of the check.
do $$
declare part regclass;
begin
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
end $$;
alter table due add constraint due_kind_check check (kind in ('notification', 'booking_hold', 'booking_end', 'waitlist',
  'series', 'calendar', 'reminder', 'reminder_event'));
alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check check (kind in ('notification', 'booking_hold',
  'booking_end', 'waitlist', 'series', 'calendar', 'reminder', 'reminder_event'));

do $$
declare table_name text;
begin
  foreach table_name in array array['reminders', 'reminder_events'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update, delete on reminders, reminder_events to okno_app;
