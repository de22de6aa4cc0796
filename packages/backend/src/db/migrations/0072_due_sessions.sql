-- The end of a session is a row of the timetable, so that nothing of it is kept any longer.
do $$
declare part regclass;
begin
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
end $$;
alter table due add constraint due_kind_check check (kind in ('notification', 'booking_hold', 'booking_end', 'waitlist',
  'series', 'calendar', 'reminder', 'reminder_event', 'broadcast', 'session'));
alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check check (kind in ('notification', 'booking_hold',
  'booking_end', 'waitlist', 'series', 'calendar', 'reminder', 'reminder_event', 'broadcast', 'session'));
