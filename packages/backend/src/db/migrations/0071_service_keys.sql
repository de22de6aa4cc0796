-- Keys of a business' own programs (docs/rules.md#service-keys). Of a key only a fingerprint is kept. Those of one
-- program share `program_id`: the old and the new one, while they are being changed.
create table service_keys (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null,
  program_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'bookings', 'all']),
  secret_hash text not null check (length(secret_hash) = 64),
  created_at timestamptz not null default okno_now(),
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create index service_keys_of on service_keys (tenant_id, program_id);
create index service_keys_id on service_keys (id) where revoked_at is null;

alter table service_keys enable row level security;
alter table service_keys force row level security;
create policy own_rows on service_keys to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy look_up on service_keys for select to okno_owner using (true);
create policy backup on service_keys for select to okno_backup using (true);
-- They are never deleted: the audit log names them.
grant select, insert, update on service_keys to okno_app;
grant select on service_keys to okno_backup;

-- Whose key is this? It is found by the id that is written into it; the rest is compared in constant time.
create function find_service_key(id_wanted uuid)
  returns table (tenant_id uuid, slug text, key_id uuid, program_id uuid, secret_hash text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, slug, id, program_id, secret_hash
    from service_keys join tenants using (tenant_id) where id = id_wanted and revoked_at is null $$;
revoke execute on function find_service_key from public;
grant execute on function find_service_key to okno_app;
