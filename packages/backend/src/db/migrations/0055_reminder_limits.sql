-- How fast an assistant sets reminders, and how many of them wait: counted in the transaction that sets one.
create table reminder_paces (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  assistant_id uuid not null,
  minute timestamptz not null,
  -- Set within this minute.
  made integer not null,
  -- At least as many as wait: counted when the minute began, and one more with each that was set since.
  waiting integer not null,
  primary key (tenant_id, assistant_id),
  foreign key (tenant_id, assistant_id) references assistants
) with (fillfactor = 50);

alter table reminder_paces enable row level security;
alter table reminder_paces force row level security;
create policy own_rows on reminder_paces to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on reminder_paces to okno_app;
