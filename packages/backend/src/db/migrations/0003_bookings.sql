-- Bookings, what is told about them, and what is due later.

create table bookings (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  service_id uuid not null,
  specialist_id uuid not null,
  client_id uuid not null,
  reservation_id uuid,
  status text not null
    check (status in ('held', 'pending_payment', 'confirmed', 'completed', 'no_show', 'cancelled')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  price_minor integer not null check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services,
  foreign key (tenant_id, specialist_id) references specialists,
  foreign key (tenant_id, client_id) references clients,
  foreign key (tenant_id, reservation_id) references reservations,
  -- A booking that is alive takes time; one that is cancelled does not.
  check ((status = 'cancelled') = (reservation_id is null)),
  -- One seat of a session for one client.
  unique (tenant_id, reservation_id, client_id)
);
create index bookings_of_specialist on bookings (tenant_id, specialist_id, starts_at);
create index bookings_of_client on bookings (tenant_id, client_id, starts_at);

-- Every change of a booking: who, when, from what to what, why.
create table booking_history (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id bigint generated always as identity,
  booking_id uuid not null,
  at timestamptz not null default okno_now(),
  actor text not null,
  change text not null check (change in ('created', 'cancelled')),
  before jsonb,
  after jsonb,
  reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, booking_id) references bookings
);
create index booking_history_of on booking_history (tenant_id, booking_id);

-- The one message per chat that shows a booking and is edited through its life.
create table booking_messages (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  booking_id uuid not null,
  bot_id bigint not null,
  telegram_id bigint not null,
  message_id bigint not null,
  primary key (tenant_id, booking_id, bot_id, telegram_id),
  foreign key (tenant_id, booking_id) references bookings,
  foreign key (tenant_id, telegram_id, bot_id) references chats
);

-- One message to one person at one time. When it is to leave stands in `due` as well.
create table notifications (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  kind text not null,
  audience text not null check (audience in ('client', 'specialist')),
  channel text not null default 'telegram' check (channel in ('telegram')),
  bot_id bigint not null,
  telegram_id bigint not null,
  subject_id uuid not null,
  minutes_before integer,
  send_at timestamptz not null,
  -- Whether what is told was done in that very chat.
  own_doing boolean not null default false,
  status text not null default 'pending'
    check (status in ('pending', 'sending', 'sent', 'failed', 'cancelled', 'uncertain')),
  attempts integer not null default 0,
  settled_at timestamptz,
  error text,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, telegram_id, bot_id) references chats
) with (fillfactor = 85);
create index notifications_about on notifications (tenant_id, subject_id);

-- What is to happen when: as narrow as can be, because it is claimed across all tenants in the order of time.
create table due (
  fire_at timestamptz not null,
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  kind text not null check (kind in ('notification')),
  id uuid not null,
  primary key (fire_at, tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

-- What has become due and is being done: the outbox. `owner` is the session lock of the process that does it.
create table deliveries (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('notification')),
  due_id uuid not null,
  scheduled_for timestamptz not null,
  owner integer not null,
  attempt integer not null default 1,
  next_attempt_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, due_id, scheduled_for)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
create index deliveries_next on deliveries (next_attempt_at);

do $$
declare table_name text;
begin
  foreach table_name in array array['bookings', 'booking_history', 'booking_messages', 'notifications', 'due', 'deliveries'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

-- The worker sees all tenants, and only here.
create policy every_tenant on due to okno_worker using (true);
create policy every_tenant on deliveries to okno_worker using (true);

grant select, insert, update on bookings, notifications to okno_app;
grant select, insert on booking_history to okno_app;
grant select, insert, update, delete on booking_messages, due to okno_app;
grant select, delete on deliveries to okno_app;
grant select, update, delete on due to okno_worker;
grant select, insert, update, delete on deliveries to okno_worker;
