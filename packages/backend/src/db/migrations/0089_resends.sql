-- Events whose lease has run out are looked after together, whatever businesses they belong to: an assistant that is away
-- for long leaves many. Like firing, by functions that the worker may ask, which show and change nothing else; tables are
-- walked through in the order of the arguments.

-- Those whose time for another attempt has come. What was acknowledged meanwhile, or whose lease goes on, is missing.
create function list_overdue_events(of_tenants uuid[], of_events uuid[])
  returns table (tenant_id uuid, event_id uuid, reminder_id uuid, assistant_id uuid, scheduled_for timestamptz,
    attempt integer, payload_sealed text, user_id bigint, type text, created_at timestamptz, channel text,
    max_attempts integer)
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  select events.tenant_id, events.id, events.reminder_id, events.assistant_id, events.scheduled_for, events.attempt,
    events.payload_sealed, reminders.user_id, reminders.type, reminders.created_at, events.channel, events.max_attempts
  from unnest(of_tenants, of_events) as wanted (tenant_id, id)
    join reminder_events events on events.tenant_id = wanted.tenant_id and events.id = wanted.id
    join reminders on reminders.tenant_id = events.tenant_id and reminders.id = events.reminder_id
  where events.next_attempt_at <= okno_now()
$$;

-- Events have been handed over once more, for which attempt: their leases begin anew, and in the timetable stands when to
-- look whether they were acknowledged. What was acknowledged meanwhile, or counted by somebody else, is left alone.
create function renew_leases(of_tenants uuid[], of_events uuid[], of_attempts integer[])
  returns void
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  with sent as (
    update reminder_events set attempt = wanted.attempt, next_attempt_at = okno_now() + interval '1 s' * (
      select lease_seconds from assistants
      where assistants.tenant_id = reminder_events.tenant_id and assistants.id = reminder_events.assistant_id)
    from unnest(of_tenants, of_events, of_attempts) as wanted (tenant_id, id, attempt)
    where reminder_events.tenant_id = wanted.tenant_id and reminder_events.id = wanted.id
      and reminder_events.attempt = wanted.attempt - 1 and reminder_events.next_attempt_at is not null
    returning reminder_events.tenant_id, reminder_events.id, reminder_events.next_attempt_at)
  insert into due (fire_at, tenant_id, kind, id) select next_attempt_at, tenant_id, 'reminder_event', id from sent
  on conflict do nothing
$$;

-- They were handed over as often as may be, and never acknowledged.
create function bury_events(of_tenants uuid[], of_events uuid[])
  returns void
  language sql security definer set search_path = public, pg_temp set enable_hashjoin = off set enable_mergejoin = off
as $$
  update reminder_events set dead_at = okno_now(), next_attempt_at = null
  from unnest(of_tenants, of_events) as wanted (tenant_id, id)
  where reminder_events.tenant_id = wanted.tenant_id and reminder_events.id = wanted.id
    and reminder_events.next_attempt_at <= okno_now() and reminder_events.attempt >= reminder_events.max_attempts
$$;

revoke execute on function list_overdue_events, renew_leases, bury_events from public;
grant execute on function list_overdue_events, renew_leases, bury_events to okno_worker;
