-- More things happen later than notifications: holds run out, visits end, freed time is offered, series go on,
-- outside calendars are read.

alter table due drop constraint due_kind_check;
alter table due add constraint due_kind_check
  check (kind in ('notification', 'booking_hold', 'booking_end', 'waitlist', 'series', 'calendar'));
alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check
  check (kind in ('notification', 'booking_hold', 'booking_end', 'waitlist', 'series', 'calendar'));
