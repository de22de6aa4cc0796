-- A bot that runs on another server fetches what it has to say; the worker here says nothing for it.
alter table bots add column delivery text not null default 'near' check (delivery in ('near', 'far'));

-- `pull_at`: from when a far bot may fetch it; null: it is not for fetching, or not yet. `lease`: whoever fetched it last
-- says by this what became of it; while it holds, `pull_at` is when it ends.
alter table notifications add column pull_at timestamptz, add column lease uuid;

create index notifications_to_pull on notifications (tenant_id, pull_at)
  where pull_at is not null and status in ('pending', 'sending');
-- What the staff looks for: the newest, and what has not arrived.
create index notifications_by_time on notifications (tenant_id, send_at, id);
create index notifications_in_trouble on notifications (tenant_id, status, send_at, id)
  where status in ('failed', 'uncertain');

-- What a far bot has fetched is called off in its lease, so nobody waits for it.
create or replace function okno_wait_for_sending(subject uuid) returns void
  language plpgsql volatile
  as $$
begin
  while exists (
    select from notifications
    where tenant_id = current_setting('app.tenant_id')::uuid and subject_id = subject and status = 'sending'
      and lease is null and sending_since > clock_timestamp() - interval '500 ms')
  loop
    perform pg_sleep(0.005);
  end loop;
end $$;

-- Who listens here listens to bots that are near.
create or replace function list_bots()
  returns table (tenant_id uuid, bot_id bigint, kind text, username text, name text, token_encrypted text,
    configured_as text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, bot_id, kind, username, name, token_encrypted, configured_as from bots
    where revoked_at is null and delivery = 'near' order by bot_id $$;
