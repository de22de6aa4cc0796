-- Calendars outwards (feeds that anybody's calendar program can subscribe to) and inwards (outside calendars, whose
-- events are busy time).

-- A secret address of one person's calendar. Only a fingerprint of the secret is kept: it is told once.
create table calendar_feeds (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  specialist_id uuid,
  client_id uuid,
  secret_hash text not null check (length(secret_hash) = 64),
  -- Used while its owner has no chat, whose language counts first.
  language text not null check (language in ('ru', 'en')),
  created_by text not null,
  created_at timestamptz not null default okno_now(),
  revoked_at timestamptz,
  -- To the hour.
  last_read_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, specialist_id) references specialists,
  foreign key (tenant_id, client_id) references clients,
  check (num_nonnulls(specialist_id, client_id) = 1)
);
-- A person has one feed that works; a new one takes the place of the old.
create unique index calendar_feeds_of_specialist on calendar_feeds (tenant_id, specialist_id)
  where revoked_at is null and specialist_id is not null;
create unique index calendar_feeds_of_client on calendar_feeds (tenant_id, client_id)
  where revoked_at is null and client_id is not null;
create index calendar_feeds_secret on calendar_feeds (secret_hash) where revoked_at is null;

-- A fourth question that comes before the tenant is known: whose calendar is this?
create function find_tenant_of_feed(hash_wanted text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id from calendar_feeds where secret_hash = hash_wanted and revoked_at is null $$;
revoke execute on function find_tenant_of_feed from public;
grant execute on function find_tenant_of_feed to okno_app;

-- An outside calendar of a specialist. Its address is often a secret, so it is sealed by the program.
create table calendar_imports (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  specialist_id uuid not null,
  url_sealed text not null,
  -- What may be shown of the address.
  host text not null,
  state text not null default 'waiting' check (state in ('waiting', 'working', 'failing')),
  error text,
  failures integer not null default 0 check (failures >= 0),
  etag text,
  -- When the whole file was last read: without a change a file still shows new days of what recurs.
  read_at timestamptz,
  synced_at timestamptz,
  attempted_at timestamptz,
  -- When it stands in `due`.
  next_sync_at timestamptz not null,
  events integer not null default 0,
  unread_events integer not null default 0,
  -- [[from, to], …] in Unix milliseconds, sorted, without overlaps.
  busy jsonb not null default '[]' check (jsonb_typeof(busy) = 'array'),
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, specialist_id) references specialists
);
create index calendar_imports_of on calendar_imports (tenant_id, specialist_id);

-- Busy time that comes from outside calendars, and may be taken away with them.
alter table reservations add column imported boolean not null default false;
alter table reservations add constraint reservations_imported_check check (not imported or kind = 'busy');
create index reservations_imported on reservations (tenant_id, specialist_id, starts_at) where imported;

do $$
declare table_name text;
begin
  foreach table_name in array array['calendar_feeds', 'calendar_imports'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

create policy look_up on calendar_feeds for select to okno_owner using (true);

grant select, insert, update, delete on calendar_feeds, calendar_imports to okno_app;
