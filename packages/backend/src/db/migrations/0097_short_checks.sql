-- Every statement that writes a row reads the checks of its table anew, as they are stored: a list of texts is stored as an
-- expression for each of them, one array as one value. What is allowed stays the same. The rows that are there have been
-- checked by the constraints that go, and are looked at once more by the next migration, which keeps nobody from writing.
alter table reservations
  drop constraint reservations_kind_check,
  add constraint reservations_kind_check check (kind = any ('{booking,hold,break,time_off,busy}')) not valid;
alter table bookings
  drop constraint bookings_status_check,
  add constraint bookings_status_check
    check (status = any ('{held,pending_payment,confirmed,completed,no_show,cancelled}')) not valid;
alter table booking_history
  drop constraint booking_history_acting_as_check,
  add constraint booking_history_acting_as_check check (acting_as = any ('{client,staff,program,system}')) not valid;
alter table notifications
  drop constraint notifications_audience_check,
  add constraint notifications_audience_check check (audience = any ('{client,specialist}')) not valid,
  drop constraint notifications_status_check,
  add constraint notifications_status_check
    check (status = any ('{pending,sending,sent,failed,cancelled,uncertain}')) not valid;

do $$
declare
  part regclass;
  kinds text[];
begin
  select array_agg(kind order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind = any (%L::text[]))', kinds);
end $$;

-- The generated column is put together for every statement as well: like this its function need not be parsed for it.
create or replace function blocked_range(starts_at timestamptz, ends_at timestamptz, before_minutes integer, after_minutes integer)
  returns tstzrange
  language sql immutable
  return tstzrange(starts_at - before_minutes * interval '1 minute', ends_at + after_minutes * interval '1 minute');
