-- What clients say of their visits, and what a business knows about its clients.

-- How long after a visit the client is asked what they thought of it; null or 0: never.
alter table tenants add column review_request_minutes integer default 120
  check (review_request_minutes between 0 and 10080);

-- The sum and the number of the reviews that are shown, kept in the transaction of each review: the list of
-- specialists is read with every tap, and adding up a hundred thousand stars takes longer than everything else in it.
alter table specialists add column review_count integer not null default 0 check (review_count >= 0);
alter table specialists add column review_stars integer not null default 0
  check (review_stars between review_count and review_count * 5);

-- Looked for by the beginnings of words, whatever their case.
alter table clients add column search_name text collate "C" not null generated always as (lower(name)) stored;
alter table clients add column forgotten_at timestamptz;
create index clients_by_name on clients (tenant_id, search_name, id);

-- New words for what became of a booking come with the program, whose types name them.
alter table booking_history drop constraint if exists booking_history_change_check;
alter table booking_history add constraint booking_history_change_check check (change ~ '^[a-z_]{1,40}$');

create table reviews (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  booking_id uuid not null,
  client_id uuid not null,
  specialist_id uuid not null,
  service_id uuid not null,
  stars integer not null check (stars between 1 and 5),
  text text not null default '' check (length(text) <= 2000),
  created_at timestamptz not null default okno_now(),
  edited_at timestamptz,
  reply text check (length(reply) between 1 and 2000),
  replied_at timestamptz,
  hidden_at timestamptz,
  hidden_reason text,
  primary key (tenant_id, id),
  unique (tenant_id, booking_id),
  foreign key (tenant_id, booking_id) references bookings,
  foreign key (tenant_id, client_id) references clients,
  foreign key (tenant_id, specialist_id) references specialists,
  foreign key (tenant_id, service_id) references services,
  check ((reply is null) = (replied_at is null)),
  check ((hidden_at is null) = (hidden_reason is null))
);
create index reviews_newest on reviews (tenant_id, created_at, id);
create index reviews_of_specialist on reviews (tenant_id, specialist_id, created_at, id);
create index reviews_of_client on reviews (tenant_id, client_id);

-- Short words by which a business sorts its clients; lower case, one blank between words.
create table client_tags (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  client_id uuid not null,
  tag text collate "C" not null check (length(tag) between 1 and 40),
  primary key (tenant_id, client_id, tag),
  foreign key (tenant_id, client_id) references clients
);
create index client_tags_tag on client_tags (tenant_id, tag, client_id);

-- What the staff write down about a client. The client never sees it.
create table client_notes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  -- Who wrote it: the actor, and the name they had.
  author text not null,
  author_name text not null,
  text text not null check (length(text) between 1 and 2000),
  at timestamptz not null default okno_now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references clients
);
create index client_notes_of on client_notes (tenant_id, client_id, at, id);

-- Which clients turned out to be one. The row of the other is gone, so that whatever is written for it at the same
-- moment fails on its foreign key instead of being lost.
create table client_merges (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  merged_id uuid not null,
  survivor_id uuid not null,
  actor text not null,
  at timestamptz not null default okno_now(),
  primary key (tenant_id, merged_id),
  foreign key (tenant_id, survivor_id) references clients
);
create index client_merges_into on client_merges (tenant_id, survivor_id);

do $$
declare table_name text;
begin
  foreach table_name in array array['reviews', 'client_tags', 'client_notes', 'client_merges'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
  end loop;
end $$;

grant select, insert, update on reviews, client_merges to okno_app;
grant select, insert, update, delete on client_tags, client_notes to okno_app;
-- Clients who were merged or forgotten leave nothing that names them.
grant delete on clients, notifications to okno_app;
