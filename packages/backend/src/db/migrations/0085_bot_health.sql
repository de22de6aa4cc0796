-- What Telegram last said of each bot, and what was done about it (docs/rules.md#health-of-bots).
create table bot_health (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  bot_id bigint not null,
  checked_at timestamptz not null default okno_now(),
  state text not null default 'ok' check (state in ('ok', 'repaired', 'failing', 'unreachable')),
  delivery text check (delivery in ('webhook', 'polling')),
  pending_updates integer,
  last_error text,
  last_error_at timestamptz,
  last_update_at timestamptz,
  repaired_at timestamptz,
  primary key (tenant_id, bot_id),
  foreign key (tenant_id, bot_id) references bots on delete cascade
) with (fillfactor = 80);
alter table bot_health enable row level security;
alter table bot_health force row level security;
create policy own_rows on bot_health to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy backup on bot_health for select to okno_backup using (true);
grant select on bot_health to okno_backup;
grant select, insert, update on bot_health to okno_app;
