-- What was changed by people in forms, field by field: who, when, from what to what (docs/rules.md#field-editor). It is only
-- added to; it goes with a client who is forgotten, and follows one who is merged.
create table field_changes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null,
  position bigint generated always as identity,
  entity text not null check (entity in ('client', 'service', 'specialist', 'room', 'business')),
  subject_id uuid not null,
  field text not null check (field ~ '^[a-z_]{1,40}$'),
  before jsonb not null,
  after jsonb not null,
  at timestamptz not null default okno_now(),
  actor text not null,
  actor_name text not null,
  -- The change of many that it is a part of.
  bulk_id uuid,
  undo_of uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, undo_of) references field_changes
);
create index field_changes_of on field_changes (tenant_id, entity, subject_id, position);
create index field_changes_of_bulk on field_changes (tenant_id, bulk_id, subject_id) where bulk_id is not null;
create index field_changes_undone on field_changes (tenant_id, undo_of) where undo_of is not null;
alter table field_changes enable row level security;
alter table field_changes force row level security;
create policy own_rows on field_changes to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy backup on field_changes for select to okno_backup using (true);
grant select on field_changes to okno_backup;
grant select, insert, delete on field_changes to okno_app;
grant update (subject_id) on field_changes to okno_app;
