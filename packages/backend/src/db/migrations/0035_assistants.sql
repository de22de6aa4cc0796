-- Outside programs (AI assistants) of a business, and the keys with which they come.

create table assistants (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  -- How its events reach it; `auto`: by the queue where the installation has one, otherwise they wait to be asked for.
  delivery text not null default 'auto' check (delivery in ('auto', 'queue', 'poll', 'webhook')),
  -- An address is often a secret, so it is sealed by the program; the secret signs what is sent there.
  webhook_sealed text,
  webhook_host text,
  webhook_secret_sealed text,
  -- How long an event may stay unacknowledged before it is sent again.
  lease_seconds integer not null default 60 check (lease_seconds between 5 and 3600),
  created_at timestamptz not null default okno_now(),
  archived_at timestamptz,
  primary key (tenant_id, id),
  check (delivery <> 'webhook' or webhook_sealed is not null),
  check (num_nonnulls(webhook_sealed, webhook_host, webhook_secret_sealed) in (0, 3))
);

-- A key is kept as a fingerprint, the secret of HS256 tokens sealed, the public half of an ES256 key as it is.
create table assistant_keys (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  assistant_id uuid not null,
  kind text not null check (kind in ('key', 'HS256', 'ES256')),
  secret_hash text check (length(secret_hash) = 64),
  secret_sealed text,
  public_key text,
  scopes text[] not null check (scopes <@ array['reminders', 'slots', 'bookings', 'every_second']),
  created_at timestamptz not null default okno_now(),
  revoked_at timestamptz,
  -- To the minute.
  last_used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, assistant_id) references assistants,
  check ((kind = 'key') = (secret_hash is not null)),
  check ((kind = 'HS256') = (secret_sealed is not null)),
  check ((kind = 'ES256') = (public_key is not null))
);
create index assistant_keys_of on assistant_keys (tenant_id, assistant_id);
create index assistant_keys_secret on assistant_keys (secret_hash) where revoked_at is null and secret_hash is not null;
create index assistant_keys_id on assistant_keys (id) where revoked_at is null;

-- Two more questions that come before the tenant is known: whose key is this, and whose token?
create function find_assistant_key(hash_wanted text)
  returns table (tenant_id uuid, assistant_id uuid, key_id uuid, stale boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, assistant_id, id, coalesce(last_used_at < okno_now() - interval '1 minute', true)
    from assistant_keys where secret_hash = hash_wanted and revoked_at is null $$;
create function find_assistant_token_key(id_wanted uuid)
  returns table (tenant_id uuid, assistant_id uuid, key_id uuid, stale boolean, kind text, secret_sealed text, public_key text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, assistant_id, id, coalesce(last_used_at < okno_now() - interval '1 minute', true), kind, secret_sealed, public_key
    from assistant_keys where id = id_wanted and kind <> 'key' and revoked_at is null $$;
revoke execute on function find_assistant_key, find_assistant_token_key from public;
grant execute on function find_assistant_key, find_assistant_token_key to okno_app;

do $$
declare table_name text;
begin
  foreach table_name in array array['assistants', 'assistant_keys'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

create policy look_up on assistant_keys for select to okno_owner using (true);

-- Neither is ever deleted: the audit log names them.
grant select, insert, update on assistants, assistant_keys to okno_app;
