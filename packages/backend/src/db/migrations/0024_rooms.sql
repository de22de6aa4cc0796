-- Rooms: what a service needs besides the specialist. Also a chair or a device.

create table rooms (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object'),
  position integer not null default 0,
  active boolean not null default true,
  created_at timestamptz not null default okno_now(),
  primary key (tenant_id, id)
);

-- A service with rooms takes place in any one of them.
create table service_rooms (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  service_id uuid not null,
  room_id uuid not null,
  primary key (tenant_id, service_id, room_id),
  foreign key (tenant_id, service_id) references services,
  foreign key (tenant_id, room_id) references rooms
);

-- What takes a specialist may take a room as well: a second row, the companion of the first, with the same time and
-- buffers. Whether it is a hold and how many seats are taken is told by the first row only, and it goes with it.
alter table reservations alter column specialist_id drop not null;
alter table reservations add column room_id uuid;
alter table reservations add column companion_of uuid;
alter table reservations
  add foreign key (tenant_id, room_id) references rooms,
  add foreign key (tenant_id, companion_of) references reservations on delete cascade,
  add constraint reservations_one_resource check (num_nonnulls(specialist_id, room_id) = 1),
  add constraint reservations_companion check ((room_id is null) = (companion_of is null)),
  -- Two rows of one room can never overlap either, buffers included.
  add constraint reservations_no_room_overlap
    exclude using gist (tenant_id with =, room_id with =, blocked with &&) where (room_id is not null);
-- One room for a visit or a session, whatever its seats.
create unique index reservations_one_room on reservations (tenant_id, companion_of) where companion_of is not null;
create index reservations_room_start on reservations (tenant_id, room_id, starts_at) where room_id is not null;

do $$
declare table_name text;
begin
  foreach table_name in array array['rooms', 'service_rooms'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update on rooms to okno_app;
grant select, insert, delete on service_rooms to okno_app;
