-- What could not be done in any of its attempts is kept where it can be seen and tried again by hand.

alter table deliveries add column dead_at timestamptz, add column error text,
  -- Attempts that broke; attempts that asked for another are none.
  add column faults integer not null default 0 check (faults >= 0);

create index deliveries_waiting on deliveries (next_attempt_at) where dead_at is null;
drop index deliveries_next;
create index deliveries_dead on deliveries (tenant_id, dead_at) where dead_at is not null;
