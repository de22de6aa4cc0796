-- What is run together is held together: of one business and one kind, as many as were claimed at once, in one row. To
-- write and to delete a row and its index entries for each of them took most of the time that it takes to do what is due.
-- A row is written by a claim and ends as a whole; what of it is to be tried again gets a row of its own in `deliveries`.
create table handfuls (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default gen_random_uuid(),
  -- Whatever stands in `due`, which knows which kinds there are.
  kind text not null,
  owner integer not null,
  lease_until timestamptz not null,
  due_ids uuid[] not null,
  -- Of each of them, in the same order.
  scheduled_for timestamptz[] not null check (cardinality(scheduled_for) = cardinality(due_ids)),
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
-- They live for milliseconds: to compress them would be in vain.
alter table handfuls alter column due_ids set storage external, alter column scheduled_for set storage external;
create index handfuls_waiting on handfuls (lease_until);

alter table handfuls enable row level security;
alter table handfuls force row level security;
create policy own_rows on handfuls to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy backup on handfuls for select to okno_backup using (true);
create policy every_tenant on handfuls to okno_worker using (true);
grant select on handfuls to okno_app, okno_backup;
grant select, insert, update, delete on handfuls to okno_worker;

-- A row of the timetable is written and called off, never changed: a claim may take it from the very place where it was found.
revoke update on due from okno_app;
