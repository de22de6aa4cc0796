-- What a business words in its own way: how it is worded now, and everything that was ever said, which is only added to.
create table own_texts (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  key text not null check (key ~ '^[a-z_]+\.[a-z_]+$' and length(key) <= 100),
  language text not null check (language in ('ru', 'en')),
  text text not null check (length(text) between 1 and 2000),
  changed_at timestamptz not null default okno_now(),
  changed_by text not null,
  primary key (tenant_id, key, language)
);
alter table own_texts enable row level security;
alter table own_texts force row level security;
create policy own_rows on own_texts to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on own_texts to okno_app;

create table own_text_changes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id bigint generated always as identity,
  key text not null,
  language text not null check (language in ('ru', 'en')),
  text text,
  at timestamptz not null default okno_now(),
  actor text not null,
  actor_name text not null,
  primary key (tenant_id, id)
);
create index own_text_changes_of on own_text_changes (tenant_id, key, language, id);
alter table own_text_changes enable row level security;
alter table own_text_changes force row level security;
create policy own_rows on own_text_changes to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on own_text_changes to okno_app;

-- Another number after every change. Its row is locked by whoever changes a text, so that no change hides behind the
-- number of a later one.
create table own_text_versions (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key references tenants,
  version integer not null default 1
);
alter table own_text_versions enable row level security;
alter table own_text_versions force row level security;
create policy own_rows on own_text_versions to okno_app using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on own_text_versions to okno_app;
