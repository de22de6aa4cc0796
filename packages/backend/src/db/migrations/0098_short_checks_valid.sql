-- While others write.
alter table reservations validate constraint reservations_kind_check;
alter table bookings validate constraint bookings_status_check;
alter table booking_history validate constraint booking_history_acting_as_check;
alter table notifications validate constraint notifications_audience_check;
alter table notifications validate constraint notifications_status_check;
