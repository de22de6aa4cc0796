-- What a business offers, and when its people work, changes seldom and is needed for every question about free time.
-- Whoever keeps a copy of it asks whether this is still the version that was copied. A version is never used twice, not
-- even one that was rolled back.

create table offer_versions (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key references tenants,
  version uuid not null default gen_random_uuid()
);
-- Before row security is forced: from then on the owner of the table may add nothing either.
insert into offer_versions (tenant_id) select tenant_id from tenants;
alter table offer_versions enable row level security;
alter table offer_versions force row level security;
create policy own_rows on offer_versions to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on offer_versions to okno_app;

create function note_offer_change() returns trigger language plpgsql as $$
begin
  insert into offer_versions (tenant_id)
  select distinct tenant_id from changed order by tenant_id
  on conflict (tenant_id) do update set version = excluded.version;
  return null;
end $$;

do $$
declare table_name text;
begin
  foreach table_name in array array['services', 'specialists', 'service_specialists', 'working_hours', 'overrides',
    'rooms', 'service_rooms'] loop
    execute format('create trigger offer_grew after insert on %I referencing new table as changed
      for each statement execute function note_offer_change()', table_name);
    execute format('create trigger offer_changed after update on %I referencing new table as changed
      for each statement execute function note_offer_change()', table_name);
    execute format('create trigger offer_shrank after delete on %I referencing old table as changed
      for each statement execute function note_offer_change()', table_name);
  end loop;
end $$;
