-- Remembered answers are taken away with whoever they are about (docs/rules.md#forgetting). Some tell only a note of a
-- client, or somebody who was merged into them: then it stands in the question which client it was about.
alter table idempotency_keys add column about uuid[] not null default '{}';

-- The visit turned out to have been missed after it was reviewed: the review stays, and counts no longer.
alter table reviews add column missed boolean not null default false;

-- Whoever looks over what an older version has left behind goes from business to business.
create function list_tenants() returns table (tenant_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenant_id from tenants order by tenant_id $$;
revoke execute on function list_tenants from public;
grant execute on function list_tenants to okno_worker;
