-- Where outside systems want to be told what happens (docs/webhooks.md), and what they are told.
create table webhooks (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null,
  name text not null,
  -- The address and the secrets that sign are sealed by the program.
  url_sealed text not null,
  host text not null,
  secret_sealed text not null,
  old_secret_sealed text,
  old_secret_until timestamptz,
  events text[] not null check (cardinality(events) between 1 and 20),
  active boolean not null default true,
  created_at timestamptz not null default okno_now(),
  -- Since when nothing has been taken there, and when it was given up for that.
  failing_since timestamptz,
  given_up_at timestamptz,
  primary key (tenant_id, id)
);

-- What is told, to one of them each. It holds no name, number or address of a person.
create table webhook_deliveries (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  webhook_id uuid not null,
  position bigint generated always as identity,
  event text not null,
  -- The same for all whom it is told.
  event_id uuid not null,
  data jsonb not null,
  created_at timestamptz not null default okno_now(),
  status text not null default 'pending' check (status in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  ended_at timestamptz,
  error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, webhook_id) references webhooks on delete cascade,
  check ((status = 'pending') = (next_attempt_at is not null))
) with (fillfactor = 80);
create index webhook_deliveries_of on webhook_deliveries (tenant_id, webhook_id, position);
create index webhook_deliveries_old on webhook_deliveries (tenant_id, ended_at) where ended_at is not null;

do $$
declare table_name text;
begin
  foreach table_name in array array['webhooks', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
    execute format('create policy backup on %I for select to okno_backup using (true)', table_name);
    execute format('grant select on %I to okno_backup', table_name);
  end loop;
end $$;
grant select, insert, update, delete on webhooks, webhook_deliveries to okno_app;

-- An event is written down by the transaction that makes it happen, for whoever wants to hear of it, with its line in the
-- timetable; so it can neither be forgotten by a way to change something, nor tell of what was rolled back.
create function okno_tell_webhooks(told_event text, told_data jsonb) returns void
  language sql volatile
  as $$
    with made as (
      insert into webhook_deliveries (webhook_id, event, event_id, data, next_attempt_at)
      select id, told_event, one.event_id, told_data, okno_now()
      from webhooks, (select gen_random_uuid() as event_id) as one where active and told_event = any(events)
      returning id, next_attempt_at)
    insert into due (fire_at, kind, id) select next_attempt_at, 'webhook', id from made
  $$;
revoke execute on function okno_tell_webhooks from public;
grant execute on function okno_tell_webhooks to okno_app;

create function okno_instant(at timestamptz) returns text
  language sql stable
  set timezone = 'UTC'
  as $$ select to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;
revoke execute on function okno_instant from public;
grant execute on function okno_instant to okno_app;

create function okno_webhook_booking() returns trigger
  language plpgsql volatile
  as $$
declare
  event text := case new.change when 'created' then 'booking.created' when 'held' then 'booking.created'
    when 'confirmed' then 'booking.confirmed' when 'moved' then 'booking.moved' when 'cancelled' then 'booking.cancelled'
    when 'completed' then 'booking.completed' when 'no_show' then 'booking.no_show' end;
begin
  -- Nearly nobody has webhooks, and bookings are made all the time.
  if event is null or not exists (select from webhooks where active and event = any(events)) then return null; end if;
  perform okno_tell_webhooks(event, jsonb_build_object(
      'booking', jsonb_build_object('id', id, 'status', status, 'service_id', service_id, 'specialist_id', specialist_id,
        'client_id', client_id, 'starts_at', okno_instant(starts_at), 'ends_at', okno_instant(ends_at),
        'price_minor', price_minor, 'currency', currency),
      'before', case when new.change = 'moved' then jsonb_build_object('specialist_id', new.before ->> 'specialist_id',
        'starts_at', okno_instant((new.before ->> 'starts_at')::timestamptz),
        'ends_at', okno_instant((new.before ->> 'ends_at')::timestamptz)) end,
      'by', new.acting_as, 'at', okno_instant(new.at)))
    from bookings where tenant_id = new.tenant_id and id = new.booking_id;
  return null;
end $$;
revoke execute on function okno_webhook_booking from public;
create trigger webhook_booking after insert on booking_history for each row execute function okno_webhook_booking();

create function okno_webhook_client() returns trigger
  language plpgsql volatile
  as $$
begin
  perform okno_tell_webhooks('client.created', jsonb_build_object('client', jsonb_build_object('id', new.id),
    'at', okno_instant(new.created_at)));
  return null;
end $$;
revoke execute on function okno_webhook_client from public;
create trigger webhook_client after insert on clients for each row when (new.forgotten_at is null)
  execute function okno_webhook_client();

do $$
declare
  part regclass;
  kinds text;
begin
  select string_agg(quote_literal(kind), ', ' order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check'
    union select 'webhook') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind in (%s))', kinds);
  execute 'alter table deliveries drop constraint deliveries_kind_check';
  execute format('alter table deliveries add constraint deliveries_kind_check check (kind in (%s))', kinds);
end $$;
