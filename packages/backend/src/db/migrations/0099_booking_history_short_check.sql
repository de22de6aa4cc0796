-- Like 0097.
alter table booking_history
  drop constraint booking_history_acting_as_check,
  add constraint booking_history_acting_as_check check (acting_as = any ('{client,staff,program,system}')) not valid;
