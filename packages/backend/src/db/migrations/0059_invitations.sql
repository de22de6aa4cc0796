-- How somebody comes to work here: the owner hands out a link that works once, and not for long.

-- Of the code only a fingerprint is kept. A row that was accepted or revoked stays and tells what became of it.
create table staff_invitations (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  code_hash text not null check (length(code_hash) = 64),
  role text not null check (role in ('moderator', 'specialist')),
  specialist_id uuid,
  invited_by text not null,
  created_at timestamptz not null default okno_now(),
  expires_at timestamptz not null check (expires_at > created_at),
  accepted_at timestamptz,
  -- The Telegram id of whoever came.
  accepted_by bigint,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, code_hash),
  foreign key (tenant_id, specialist_id) references specialists,
  check ((role = 'specialist') = (specialist_id is not null)),
  check (num_nonnulls(accepted_at, accepted_by) in (0, 2)),
  check (num_nonnulls(accepted_at, revoked_at) < 2)
);
create index staff_invitations_open on staff_invitations (tenant_id, created_at) where accepted_at is null and revoked_at is null;

-- How often somebody has come with a code that does not work, since when.
create table staff_invitation_tries (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  telegram_id bigint not null,
  tries integer not null check (tries > 0),
  since timestamptz not null,
  primary key (tenant_id, telegram_id)
);

do $$
declare table_name text;
begin
  foreach table_name in array array['staff_invitations', 'staff_invitation_tries'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update on staff_invitations to okno_app;
grant select, insert, update, delete on staff_invitation_tries to okno_app;
