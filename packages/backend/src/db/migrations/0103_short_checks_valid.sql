-- Looks at the rows from before 0097 to 0101 while others read and write. The check of `due` is looked at in all of its parts.
alter table reservations validate constraint reservations_kind_check;
alter table bookings validate constraint bookings_status_check;
alter table booking_history validate constraint booking_history_acting_as_check;
alter table notifications validate constraint notifications_audience_check;
alter table notifications validate constraint notifications_status_check;
alter table due validate constraint due_kind_check;
