-- The bots that run on another server, with the names of their businesses: the server that speaks for them asks for
-- this list with its service key, because it has no database.
create function list_far_bots()
  returns table (tenant_id uuid, tenant text, bot_id bigint, kind text, username text, name text, token_encrypted text,
    configured_as text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id, tenants.slug, bot_id, kind, username, bots.name, token_encrypted, configured_as
    from bots join tenants using (tenant_id)
    where revoked_at is null and delivery = 'far' order by bot_id $$;

revoke execute on function list_far_bots from public;
grant execute on function list_far_bots to okno_worker;
