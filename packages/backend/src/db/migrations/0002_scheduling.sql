-- Services, working time, and the one table of taken time.

create table services (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  description text not null default '',
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  duration_minutes integer not null check (duration_minutes between 5 and 1440 and duration_minutes % 5 = 0),
  step_minutes integer not null default 60 check (step_minutes between 5 and 1440 and step_minutes % 5 = 0),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 720),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 720),
  price_minor integer not null default 0 check (price_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  capacity integer not null default 1 check (capacity between 1 and 1000),
  min_notice_minutes integer not null default 0 check (min_notice_minutes between 0 and 525600),
  horizon_days integer not null default 60 check (horizon_days between 1 and 730),
  deposit_minor integer not null default 0 check (deposit_minor between 0 and price_minor),
  packed boolean not null default false,
  position integer not null default 0,
  active boolean not null default true,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id)
);

-- Which specialists give a service, with a duration or a price of their own if need be.
create table service_specialists (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  service_id uuid not null,
  specialist_id uuid not null,
  duration_minutes integer check (duration_minutes between 5 and 1440 and duration_minutes % 5 = 0),
  price_minor integer check (price_minor >= 0),
  primary key (tenant_id, service_id, specialist_id),
  foreign key (tenant_id, service_id) references services,
  foreign key (tenant_id, specialist_id) references specialists
);

-- Weekly hours as wall-clock minutes of the specialist's day; beyond 1440 the shift goes on after midnight.
create table working_hours (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  specialist_id uuid not null,
  weekday integer not null check (weekday between 0 and 6),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute > from_minute and to_minute - from_minute <= 1440),
  valid_from date,
  valid_until date,
  primary key (tenant_id, id),
  foreign key (tenant_id, specialist_id) references specialists,
  check (valid_until >= valid_from)
);
create index working_hours_of on working_hours (tenant_id, specialist_id);

-- What replaces the weekly hours on one date: [{"from_minute": 600, "to_minute": 840}, …], empty when closed.
create table overrides (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  specialist_id uuid not null,
  day date not null,
  intervals jsonb not null check (jsonb_typeof(intervals) = 'array'),
  primary key (tenant_id, specialist_id, day),
  foreign key (tenant_id, specialist_id) references specialists
);

-- Minutes are the same length in every time zone, so this is honestly immutable.
create function blocked_range(starts_at timestamptz, ends_at timestamptz, before_minutes integer, after_minutes integer)
  returns tstzrange
  language sql immutable
  as $$ select tstzrange(starts_at - before_minutes * interval '1 minute', ends_at + after_minutes * interval '1 minute') $$;

-- All taken time of all specialists: bookings, holds, breaks, time off, imported busy time; here and only here.
-- A group session is one row with seats. Two rows of one specialist can never overlap, buffers included.
create table reservations (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  specialist_id uuid not null,
  kind text not null check (kind in ('booking', 'hold', 'break', 'time_off', 'busy')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes >= 0),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes >= 0),
  blocked tstzrange not null
    generated always as (blocked_range(starts_at, ends_at, buffer_before_minutes, buffer_after_minutes)) stored,
  service_id uuid,
  seats integer not null default 1 check (seats >= 1),
  seats_taken integer not null default 1 check (seats_taken between 0 and seats),
  expires_at timestamptz,
  note text,
  primary key (tenant_id, id),
  foreign key (tenant_id, specialist_id) references specialists,
  foreign key (tenant_id, service_id) references services,
  check ((kind = 'hold') = (expires_at is not null)),
  constraint reservations_no_overlap
    exclude using gist (tenant_id with =, specialist_id with =, blocked with &&)
);
-- Under row security `&&` is no index condition; ranges are asked for by their start.
create index reservations_start on reservations (tenant_id, specialist_id, starts_at);
-- What lasts longer than two days (time off) is looked for by its end, so that history need not be walked.
create index reservations_long on reservations (tenant_id, specialist_id, ends_at)
  where ends_at - starts_at > interval '2 days';
create index reservations_holds on reservations (tenant_id, specialist_id, expires_at) where kind = 'hold';

do $$
declare table_name text;
begin
  foreach table_name in array array['services', 'service_specialists', 'working_hours', 'overrides', 'reservations'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update on services to okno_app;
grant select, insert, update, delete on service_specialists, working_hours, overrides, reservations to okno_app;
