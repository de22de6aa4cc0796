-- What several processes share for a short while when there is no Redis: dialogues, counters, codes. Rows of a tenant
-- like all others, so that row security guards them and a tenant moves with them; without a foreign key, because they
-- run out by themselves. Logged, because a dialogue must survive a crash.

create table kv (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  key text not null check (length(key) between 1 and 512),
  value text not null check (octet_length(value) <= 65536),
  -- By the database's own clock, which is never moved: nobody waits for these but programs.
  expires_at timestamptz not null,
  primary key (tenant_id, key)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
-- For the sweep, across all tenants in the order of time.
create index kv_expires_at on kv (expires_at);

alter table kv enable row level security;
alter table kv force row level security;
create policy own_rows on kv to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
-- The sweep: of all tenants the worker sees only what has run out.
create policy run_out on kv to okno_worker using (expires_at <= now());

grant select, insert, update, delete on kv to okno_app;
grant select (tenant_id, key, expires_at), delete on kv to okno_worker;
