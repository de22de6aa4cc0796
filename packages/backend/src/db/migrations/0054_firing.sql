-- Reminders that have become due together fire in one transaction, whatever businesses they belong to. The worker gets
-- no right to reminders: it may ask four functions, which show and change only what firing is about. They run as the
-- owner. Tables are walked through in the order of the arguments, so that two who fire never wait for each other.

create policy fire on reminders to okno_owner using (true);
create policy fire on reminder_events to okno_owner using (true);
create policy fire on due to okno_owner using (true);
create policy fire on assistants for select to okno_owner using (true);

-- Those whose time has come by the database's clock, kept from others until the transaction ends, and how the events of
-- their assistants leave. What was paused, moved or fired meanwhile is missing.
create function lock_due_reminders(of_tenants uuid[], of_reminders uuid[])
  returns table (tenant_id uuid, id uuid, assistant_id uuid, type text, cron_expression text, timezone text, misfire text,
    status text, next_fire_at float8, delivery text, archived boolean)
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  select reminders.tenant_id, reminders.id, reminders.assistant_id, reminders.type, reminders.cron_expression,
    reminders.timezone, reminders.misfire, reminders.status, extract(epoch from reminders.next_fire_at)::float8 * 1000,
    assistants.delivery, assistants.archived_at is not null
  from unnest(of_tenants, of_reminders) as wanted (tenant_id, id)
    join reminders on reminders.tenant_id = wanted.tenant_id and reminders.id = wanted.id
    join assistants on assistants.tenant_id = reminders.tenant_id and assistants.id = reminders.assistant_id
  where reminders.next_fire_at <= okno_now()
  for no key update of reminders
$$;

-- One event for one occurrence, however often it is repeated, or a gap for which there is none (`event_skipped`). Those
-- for webhooks stand in the timetable at once. Then what has become of the reminders, and when they fire next.
create function write_firings(of_tenants uuid[], of_reminders uuid[], with_status text[], with_next timestamptz[],
    with_triggered boolean[], event_tenants uuid[], event_reminders uuid[], event_scheduled timestamptz[],
    event_skipped timestamptz[], event_channels text[])
  returns void
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  with made as (
    insert into reminder_events
      (tenant_id, reminder_id, assistant_id, scheduled_for, channel, payload_sealed, next_attempt_at, skipped_until)
    select reminders.tenant_id, reminders.id, reminders.assistant_id, wanted.scheduled_for, wanted.channel,
      case when wanted.skipped_until is null then reminders.payload_sealed else '' end,
      case when wanted.skipped_until is null then okno_now() end, wanted.skipped_until
    from unnest(event_tenants, event_reminders, event_scheduled, event_skipped, event_channels)
        as wanted (tenant_id, reminder_id, scheduled_for, skipped_until, channel)
      join reminders on reminders.tenant_id = wanted.tenant_id and reminders.id = wanted.reminder_id
    on conflict do nothing
    returning tenant_id, id, channel, skipped_until)
  insert into due (fire_at, tenant_id, kind, id)
  select okno_now(), tenant_id, 'reminder_event', id from made where channel = 'webhook' and skipped_until is null
  on conflict do nothing;

  update reminders set status = fired.status, next_fire_at = fired.next_fire_at,
    last_triggered_at = case when fired.triggered then okno_now() else last_triggered_at end
  from unnest(of_tenants, of_reminders, with_status, with_next, with_triggered)
    as fired (tenant_id, id, status, next_fire_at, triggered)
  where reminders.tenant_id = fired.tenant_id and reminders.id = fired.id;

  insert into due (fire_at, tenant_id, kind, id)
  select next_fire_at, tenant_id, 'reminder', id
  from unnest(of_tenants, of_reminders, with_next) as fired (tenant_id, id, next_fire_at)
  where next_fire_at is not null on conflict do nothing;
$$;

-- The events of these firings, from these instants on, that have not been in the queue yet: those that were just made, and
-- those of a process that ended before it could hand them over.
create function list_unsent_events(of_tenants uuid[], of_reminders uuid[], since timestamptz[], most integer)
  returns table (tenant_id uuid, event_id uuid, reminder_id uuid, assistant_id uuid, scheduled_for timestamptz,
    attempt integer, payload_sealed text, user_id bigint, type text, created_at timestamptz)
  language sql security definer
  set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off set enable_sort = on
as $$
  select events.tenant_id, events.id, events.reminder_id, events.assistant_id, events.scheduled_for, events.attempt,
    events.payload_sealed, reminders.user_id, reminders.type, reminders.created_at
  from unnest(of_tenants, of_reminders, since) as fired (tenant_id, reminder_id, since)
    join reminder_events events on events.tenant_id = fired.tenant_id and events.reminder_id = fired.reminder_id
      and events.scheduled_for >= fired.since
    join reminders on reminders.tenant_id = events.tenant_id and reminders.id = events.reminder_id
  where events.attempt = 0 and events.next_attempt_at is not null and events.channel = 'queue'
  order by events.scheduled_for, events.id limit most
$$;

-- Events have been handed over for the first time: their leases begin, and in the timetable stands when to look whether
-- they were acknowledged. What was acknowledged meanwhile, or counted by somebody else, is left alone.
create function begin_leases(of_tenants uuid[], of_events uuid[])
  returns void
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  with sent as (
    update reminder_events set attempt = 1, next_attempt_at = okno_now() + interval '1 s' * (
      select lease_seconds from assistants
      where assistants.tenant_id = reminder_events.tenant_id and assistants.id = reminder_events.assistant_id)
    from unnest(of_tenants, of_events) as wanted (tenant_id, id)
    where reminder_events.tenant_id = wanted.tenant_id and reminder_events.id = wanted.id
      and reminder_events.attempt = 0 and reminder_events.next_attempt_at is not null
    returning reminder_events.tenant_id, reminder_events.id, reminder_events.next_attempt_at)
  insert into due (fire_at, tenant_id, kind, id) select next_attempt_at, tenant_id, 'reminder_event', id from sent
  on conflict do nothing
$$;

revoke execute on function lock_due_reminders, write_firings, list_unsent_events, begin_leases from public;
grant execute on function lock_due_reminders, write_firings, list_unsent_events, begin_leases to okno_worker;

-- What fires next, for an assistant that asks and for counting what waits for it.
create index reminders_scheduled on reminders (tenant_id, assistant_id, next_fire_at, id) where next_fire_at is not null;
