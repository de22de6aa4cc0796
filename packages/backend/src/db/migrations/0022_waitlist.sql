-- Clients who wait for a time, and what they are offered when one becomes free.

-- How long a time that became free is kept for the one to whom it is offered.
alter table tenants add column waitlist_hold_minutes integer not null default 15
  check (waitlist_hold_minutes between 1 and 1440);

-- A hold that its client did not ask for: a time that became free, offered to somebody who waits.
alter table bookings add column offered boolean not null default false;

-- Time of a specialist that has just become free, buffers included. Written in the transaction that frees it, together
-- with its row in `due`; gone when everybody who could use it has been asked.
create table freed_times (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  specialist_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, specialist_id) references specialists
);

-- Who waits for what. The place in the queue is `created_at`. `begins_at` and `ends_at` are the days as instants; the
-- last one is also the key of the entry's row in `due`.
create table waitlist_entries (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  service_id uuid not null,
  specialist_id uuid,
  time_zone text not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  from_minute integer check (from_minute between 0 and 1439),
  to_minute integer check (to_minute between 1 and 1440),
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'offered', 'taken', 'left', 'expired')),
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references clients,
  foreign key (tenant_id, service_id) references services,
  foreign key (tenant_id, specialist_id) references specialists,
  check (from_minute < to_minute),
  check (ends_at > begins_at)
);
create index waitlist_entries_queue on waitlist_entries (tenant_id, service_id, created_at, id)
  where status in ('waiting', 'offered');
create index waitlist_entries_of_client on waitlist_entries (tenant_id, client_id, created_at);

-- What was offered to whom, and what became of it; no outcome: the time is held for them.
create table waitlist_offers (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  booking_id uuid not null,
  entry_id uuid not null,
  starts_at timestamptz not null,
  offered_at timestamptz not null default okno_now(),
  expires_at timestamptz not null,
  outcome text check (outcome in ('taken', 'declined', 'passed')),
  primary key (tenant_id, booking_id),
  foreign key (tenant_id, booking_id) references bookings,
  foreign key (tenant_id, entry_id) references waitlist_entries
);
create index waitlist_offers_of on waitlist_offers (tenant_id, entry_id, offered_at);
create index waitlist_offers_open on waitlist_offers (tenant_id, booking_id) where outcome is null;

do $$
declare table_name text;
begin
  foreach table_name in array array['freed_times', 'waitlist_entries', 'waitlist_offers'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, delete on freed_times to okno_app;
-- Who is forgotten waits for nothing.
grant select, insert, update, delete on waitlist_entries, waitlist_offers to okno_app;
