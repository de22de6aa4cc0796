-- One message to many people (docs/rules.md#broadcasts).

create table broadcasts (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  status text not null default 'draft'
    check (status in ('draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled')),
  -- What is said, by language.
  texts jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}'),
  -- To whom; without conditions to everybody.
  segment jsonb not null default '{}' check (jsonb_typeof(segment) = 'object'),
  quiet_hours boolean not null default true,
  author text not null,
  author_name text not null,
  created_at timestamptz not null default okno_now(),
  starts_at timestamptz,
  -- When it was last set going: what could not be said a day after that, or after the last message, has failed.
  resumed_at timestamptz,
  ended_at timestamptz,
  -- The last client that was looked at, in the order of ids, and when all had been.
  looked_until uuid,
  expanded_at timestamptz,
  -- Until when it may be fetched by bots on other servers: quiet hours are known to the program only.
  open_until timestamptz,
  -- When it stands in the timetable; null: nothing is to be done.
  next_at timestamptz,
  -- Which delivery is at it, and when it last said so: it is attended to by one at a time.
  visitor uuid,
  visited_at timestamptz,
  primary key (tenant_id, id)
);
create index broadcasts_newest on broadcasts (tenant_id, created_at, id);

-- Each person once, in one of their chats. When it is said hangs on the broadcast: no row of theirs stands in `due`.
create table broadcast_recipients (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  broadcast_id uuid not null,
  telegram_id bigint not null,
  bot_id bigint not null,
  -- Somebody of the staff looks at how it will be.
  is_test boolean not null default false,
  status text not null default 'waiting'
    check (status in ('waiting', 'sending', 'sent', 'failed', 'unreachable', 'opted_out', 'uncertain')),
  attempts integer not null default 0,
  -- Not before this.
  again_at timestamptz,
  -- By the clock of the wall: whoever pauses or cancels waits for what is on its way.
  sending_since timestamptz,
  -- Whoever fetched it for a bot on another server says by this what became of it.
  lease uuid,
  leased_until timestamptz,
  settled_at timestamptz,
  error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, broadcast_id) references broadcasts,
  -- Whoever is forgotten is forgotten here as well.
  foreign key (tenant_id, telegram_id, bot_id) references chats on delete cascade
) with (fillfactor = 80);
create unique index broadcast_recipients_once on broadcast_recipients (tenant_id, broadcast_id, telegram_id)
  where not is_test;
create index broadcast_recipients_by_status
  on broadcast_recipients (tenant_id, broadcast_id, status, is_test desc, telegram_id);
create index broadcast_recipients_of on broadcast_recipients (tenant_id, telegram_id, bot_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['broadcasts', 'broadcast_recipients'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;
grant select, insert, update on broadcasts, broadcast_recipients to okno_app;

-- Waits until nothing of a broadcast is about to leave, as okno_wait_for_sending does for what is told of a booking.
create function okno_wait_for_broadcast(broadcast uuid) returns void
  language plpgsql volatile
  as $$
begin
  while exists (
    select from broadcast_recipients
    where tenant_id = current_setting('app.tenant_id')::uuid and broadcast_id = broadcast and status = 'sending'
      and not is_test and lease is null and sending_since > clock_timestamp() - interval '500 ms')
  loop
    perform pg_sleep(0.005);
  end loop;
end $$;
revoke execute on function okno_wait_for_broadcast from public;
grant execute on function okno_wait_for_broadcast to okno_app;
