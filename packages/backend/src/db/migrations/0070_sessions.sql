-- People who have signed in with a browser (docs/rules.md#sessions). Of a session's token only a fingerprint is kept. A
-- session hangs on the chat that vouched for it, and goes with it.
create table sessions (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null,
  token_hash text not null check (length(token_hash) = 64),
  bot_id bigint not null,
  telegram_id bigint not null,
  opened_by text not null check (opened_by in ('code', 'mini_app')),
  -- A few words of what the browser says of itself.
  device text not null check (length(device) between 1 and 60),
  created_at timestamptz not null default okno_now(),
  -- To five minutes.
  last_seen_at timestamptz not null default okno_now(),
  -- However much it is used, it ends here.
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, telegram_id, bot_id) references chats on delete cascade
);
create index sessions_of on sessions (tenant_id, telegram_id, bot_id);
create index sessions_token on sessions (token_hash);

alter table sessions enable row level security;
alter table sessions force row level security;
create policy own_rows on sessions to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy look_up on sessions for select to okno_owner using (true);
create policy backup on sessions for select to okno_backup using (true);
grant select, insert, update, delete on sessions to okno_app;
grant select on sessions to okno_backup;

-- Whose session is this? It comes before the tenant is known. What it answers never changes; whether the session still
-- holds is read anew with every call.
create function find_session(hash_wanted text)
  returns table (tenant_id uuid, slug text, session_id uuid, bot_id bigint, telegram_id bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, slug, id, bot_id, telegram_id from sessions join tenants using (tenant_id)
    where token_hash = hash_wanted $$;
revoke execute on function find_session from public;
grant execute on function find_session to okno_app;
