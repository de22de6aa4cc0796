-- One change of many things (docs/rules.md#bulk-edit): what is done, to which, and what became of each.
create table bulk_edits (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null,
  entity text not null check (entity in ('client', 'service', 'specialist', 'room')),
  change jsonb not null check (jsonb_typeof(change) = 'object'),
  status text not null default 'running' check (status in ('running', 'done', 'undoing', 'undone')),
  actor text not null,
  actor_name text not null,
  created_at timestamptz not null default okno_now(),
  -- When it stands in the timetable; null: it is done in the transaction that asks for it.
  planned_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index bulk_edits_newest on bulk_edits (tenant_id, created_at, id);

create table bulk_edit_items (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  bulk_id uuid not null,
  subject_id uuid not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'changed', 'unchanged', 'skipped', 'undone', 'kept')),
  -- Why it was skipped, or kept when the others were taken back: the code of a refusal, and its rule.
  reason text,
  rule text,
  primary key (tenant_id, bulk_id, subject_id),
  foreign key (tenant_id, bulk_id) references bulk_edits
) with (fillfactor = 80);
create index bulk_edit_items_by_status on bulk_edit_items (tenant_id, bulk_id, status, subject_id);

alter table field_changes add foreign key (tenant_id, bulk_id) references bulk_edits;

do $$
declare table_name text;
begin
  foreach table_name in array array['bulk_edits', 'bulk_edit_items'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
    execute format('create policy backup on %I for select to okno_backup using (true)', table_name);
    execute format('grant select on %I to okno_backup', table_name);
  end loop;
end $$;
grant select, insert, update on bulk_edits, bulk_edit_items to okno_app;

-- A large one is done in the background: another kind of what can be due, besides whichever there are. The timetable may
-- be in parts, each of which keeps a copy of the check.
do $$
declare
  part regclass;
  kinds text;
begin
  select string_agg(quote_literal(kind), ', ' order by kind) into kinds from (
    select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g'))[1] as kind from pg_constraint
    where conrelid = 'due'::regclass and conname = 'due_kind_check'
    union select 'bulk_edit') as known;
  for part in select 'due'::regclass union all
    select inhrelid::regclass from pg_inherits where inhparent = 'due'::regclass
  loop
    execute format('alter table %s drop constraint if exists due_kind_check', part);
  end loop;
  execute format('alter table due add constraint due_kind_check check (kind in (%s))', kinds);
  execute 'alter table deliveries drop constraint deliveries_kind_check';
  execute format('alter table deliveries add constraint deliveries_kind_check check (kind in (%s))', kinds);
end $$;
