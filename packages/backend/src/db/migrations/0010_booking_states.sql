-- The whole life of a booking: holds that run out, moves, completion by time.

-- How long a slot is kept for somebody who is still to confirm, and how long after its end a visit that nobody has
-- marked counts as done.
alter table tenants add column hold_minutes integer not null default 10 check (hold_minutes between 1 and 1440);
alter table tenants add column complete_after_minutes integer not null default 60
  check (complete_after_minutes between 0 and 10080);

-- `sequence` counts moves and the cancellation, as calendars want it. `completes_at` is when the visit will count as
-- done: it is the key of its row in `due`.
alter table bookings add column held_until timestamptz;
alter table bookings add column completes_at timestamptz;
alter table bookings add column sequence integer not null default 0 check (sequence >= 0);
alter table bookings add constraint bookings_held_check check (status <> 'held' or held_until is not null);
create index bookings_held on bookings (tenant_id, specialist_id, held_until) where status = 'held';

-- New words for what became of a booking come with the program, whose types name them.
alter table booking_history drop constraint booking_history_change_check;
alter table booking_history add constraint booking_history_change_check check (change ~ '^[a-z_]{1,40}$');
-- As what the actor did it.
alter table booking_history add column acting_as text check (acting_as in ('client', 'staff', 'program', 'system'));

-- What a notice says that the booking itself no longer does: the time before a move.
alter table notifications add column before jsonb check (jsonb_typeof(before) = 'object');

-- Visits that are ahead, or that nobody has marked so far, get their end as well. The owner of the tables sees the
-- rows of all tenants for just this statement.
alter table tenants no force row level security;
alter table bookings no force row level security;
alter table due no force row level security;
with ending as (
  update bookings set completes_at = bookings.ends_at + tenants.complete_after_minutes * interval '1 minute'
  from tenants where tenants.tenant_id = bookings.tenant_id and bookings.status = 'confirmed'
  returning bookings.tenant_id, bookings.id, bookings.completes_at)
insert into due (fire_at, tenant_id, kind, id) select completes_at, tenant_id, 'booking_end', id from ending;
alter table tenants force row level security;
alter table bookings force row level security;
alter table due force row level security;
