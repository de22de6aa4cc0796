-- Like 0097.
alter table notifications
  drop constraint notifications_audience_check,
  add constraint notifications_audience_check check (audience = any ('{client,specialist}')) not valid,
  drop constraint notifications_status_check,
  add constraint notifications_status_check
    check (status = any ('{pending,sending,sent,failed,cancelled,uncertain}')) not valid;
