-- Recurring bookings: a rule, and every occurrence of it that has been looked at, so that none is ever lost silently.

-- How far ahead a series takes its time, and at which local hour of the night it is carried on.
alter table tenants add column series_horizon_days integer not null default 180
  check (series_horizon_days between 7 and 730);
alter table tenants add column series_hour integer not null default 3 check (series_hour between 0 and 23);

create table series (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  service_id uuid not null,
  specialist_id uuid not null,
  client_id uuid not null,
  time_zone text not null,
  -- A wall-clock time of that zone. Text, because the database never converts.
  starts_at_local text not null check (starts_at_local ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$'),
  rrule text not null check (length(rrule) between 1 and 500),
  exdates jsonb not null default '[]' check (jsonb_typeof(exdates) = 'array'),
  status text not null default 'active' check (status in ('active', 'ended')),
  ended_reason text check (ended_reason in ('finished', 'ended', 'moved')),
  -- Whatever the rule says, nothing takes place from this instant on; why stands in ended_reason already.
  ends_before timestamptz,
  -- Every occurrence before this instant has its row in series_occurrences.
  extended_until timestamptz not null,
  -- The key of its row in `due`.
  next_run_at timestamptz,
  -- The series of which this one is the continuation at another time.
  follows uuid,
  note text,
  created_by text not null,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, service_id) references services,
  foreign key (tenant_id, specialist_id) references specialists,
  foreign key (tenant_id, client_id) references clients,
  foreign key (tenant_id, follows) references series,
  check (status = 'active' or ended_reason is not null),
  check (status = 'active' or next_run_at is null)
);
create index series_of_client on series (tenant_id, client_id, created_at);
create index series_of_specialist on series (tenant_id, specialist_id, created_at);

alter table bookings add column series_id uuid;
alter table bookings add constraint bookings_series_fkey foreign key (tenant_id, series_id) references series;
create index bookings_of_series on bookings (tenant_id, series_id, starts_at) where series_id is not null;

-- One row for every occurrence up to `extended_until`: booked, or why not.
create table series_occurrences (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  series_id uuid not null,
  -- When the rule wants it; its booking may have been moved since.
  occurrence_at timestamptz not null,
  status text not null check (status in ('booked', 'clash', 'skipped', 'cancelled', 'moved')),
  booking_id uuid,
  clash text check (clash in ('past', 'taken', 'full', 'outside_hours', 'already_booked', 'not_offered')),
  -- What stands in the way of a booked one and has been told to the staff: once.
  told text check (told in ('outside_hours')),
  primary key (tenant_id, series_id, occurrence_at),
  foreign key (tenant_id, series_id) references series,
  foreign key (tenant_id, booking_id) references bookings,
  check ((status = 'clash') = (clash is not null)),
  check (status <> 'booked' or booking_id is not null)
);

-- News of a series: which booking shows it, how many occurrences it is about, and when the first of them are.
alter table notifications add column series jsonb check (jsonb_typeof(series) = 'object');

do $$
declare table_name text;
begin
  foreach table_name in array array['series', 'series_occurrences'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update on series, series_occurrences to okno_app;
