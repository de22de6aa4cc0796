-- Like 0097.
alter table bookings
  drop constraint bookings_status_check,
  add constraint bookings_status_check
    check (status = any ('{held,pending_payment,confirmed,completed,no_show,cancelled}')) not valid;
