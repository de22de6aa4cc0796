-- Tenants, their bots, and the people around them.
-- Every table begins with tenant_id: in its primary key, its foreign keys and its uniques.

-- The database's clock decides when something is due. Only the demo and the tests ever move it.
create function okno_now() returns timestamptz
  language sql stable
  as $$ select now() + coalesce(nullif(current_setting('app.clock_offset', true), ''), '0')::interval $$;

create table tenants (
  tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 2 and 40),
  name text not null check (length(name) between 1 and 100),
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  time_zone text not null,
  language text not null check (language in ('ru', 'en')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  phone text,
  address text,
  max_future_bookings integer not null default 3 check (max_future_bookings between 1 and 1000),
  cancel_notice_minutes integer not null default 1440 check (cancel_notice_minutes between 0 and 43200),
  reminder_minutes integer[] not null default '{1440,120,60}' check (cardinality(reminder_minutes) <= 10),
  created_at timestamptz not null default okno_now()
);

-- A Telegram bot of a tenant. The token is encrypted by the program; the database alone does not reveal it.
create table bots (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  bot_id bigint not null unique,
  kind text not null check (kind in ('client', 'master', 'sales')),
  username text not null,
  name text not null,
  token_encrypted text not null,
  -- A fingerprint of what we have last told Telegram (webhook, commands), so that it is told only of differences.
  configured_as text,
  revoked_at timestamptz,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, bot_id)
);

create table specialists (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  description text not null default '',
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  time_zone text not null,
  position integer not null default 0,
  active boolean not null default true,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id)
);

-- Who works here, with a role. A person is known by their Telegram id.
create table staff (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  telegram_id bigint not null,
  name text not null check (length(name) between 1 and 100),
  role text not null check (role in ('super_admin', 'moderator', 'specialist')),
  specialist_id uuid,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  unique (tenant_id, telegram_id),
  unique (tenant_id, specialist_id),
  foreign key (tenant_id, specialist_id) references specialists,
  check (role <> 'specialist' or specialist_id is not null)
);

create table clients (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  phone text,
  email text,
  telegram_id bigint,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  unique (tenant_id, telegram_id),
  unique (tenant_id, phone)
);

-- A private chat of a person with one of our bots: the language they chose and whether we may write to them.
create table chats (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  bot_id bigint not null,
  telegram_id bigint not null,
  language text not null check (language in ('ru', 'en')),
  unreachable_since timestamptz,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, telegram_id, bot_id),
  foreign key (tenant_id, bot_id) references bots
);

-- Answers to writes that carried an idempotency key: the same key gets the same answer.
create table idempotency_keys (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  caller text not null,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  -- As it was written: the same answer to the letter.
  answer json not null,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, caller, key)
);
create index idempotency_keys_created_at on idempotency_keys (tenant_id, created_at);

-- Who did what. Rows are added and read, never changed.
create table audit_log (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id bigint generated always as identity,
  at timestamptz not null default okno_now(),
  request_id text not null,
  via text not null,
  role text not null,
  actor text not null,
  action text not null,
  subject_id uuid,
  outcome text not null,
  primary key (tenant_id, id)
);
create index audit_log_at on audit_log (tenant_id, at);

-- The three questions that come before the tenant is known. They run as the owner, who may read these two tables.
create function find_tenant(slug_wanted text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id from tenants where slug = slug_wanted $$;

create function find_only_tenant() returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select (array_agg(tenant_id))[1] from (select tenant_id from tenants limit 2) two having count(*) = 1 $$;

create function find_tenant_of_bot(bot_wanted bigint) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id from bots where bot_id = bot_wanted $$;

-- Every bot this installation serves, for the processes that listen to Telegram.
create function list_bots()
  returns table (tenant_id uuid, bot_id bigint, kind text, username text, name text, token_encrypted text,
    configured_as text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, bot_id, kind, username, name, token_encrypted, configured_as from bots where revoked_at is null order by bot_id $$;

revoke execute on function find_tenant, find_only_tenant, find_tenant_of_bot, list_bots from public;
grant execute on function find_tenant, find_only_tenant, find_tenant_of_bot to okno_app;
grant execute on function list_bots to okno_worker;

do $$
declare table_name text;
begin
  foreach table_name in array array['tenants', 'bots', 'specialists', 'staff', 'clients', 'chats', 'idempotency_keys', 'audit_log'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

create policy look_up on tenants for select to okno_owner using (true);
create policy look_up on bots for select to okno_owner using (true);

grant select, insert, update on tenants, bots, specialists, staff, clients, chats to okno_app;
grant delete on staff, chats to okno_app;
grant select, insert, delete on idempotency_keys to okno_app;
grant select, insert on audit_log to okno_app;
