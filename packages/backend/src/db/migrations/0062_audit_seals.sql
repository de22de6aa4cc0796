-- The audit log is sealed: its lines are put into a chain of hashes, so that one that is changed, taken away or slipped in
-- afterwards is found (docs/rules.md#audit). Writers only add; what they have added waits in `audit_unsealed` until the
-- worker seals it, so that nobody who books waits for a chain. Numbers that a rollback has used up leave no trace there.

alter table audit_log
  -- Through what somebody came, beside `via`: in which bot, or with which key of an assistant.
  add column bot_id bigint,
  add column key_id uuid,
  -- A refusal that was met again and again within a second is one line.
  add column times integer not null default 1 check (times > 0);
create index audit_log_subject on audit_log (tenant_id, subject_id, id) where subject_id is not null;

create table audit_unsealed (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  id bigint not null,
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table audit_seals (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid references tenants,
  seal bigint not null check (seal > 0),
  -- The lines in their order.
  entries bigint[] not null check (cardinality(entries) > 0),
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null,
  primary key (tenant_id, seal)
);

create policy sealing on audit_log for select to okno_owner using (true);

-- By a trigger, so that the lines of the version before, which runs beside this one for a while, are sealed as well.
create function await_seal() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed (tenant_id, id) values (new.tenant_id, new.id);
  return null;
end $$;
create trigger audit_log_awaits_seal after insert on audit_log for each row execute function await_seal();

insert into audit_unsealed (tenant_id, id) select tenant_id, id from audit_log;

do $$
declare table_name text;
begin
  foreach table_name in array array['audit_unsealed', 'audit_seals'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_rows on %I to okno_app using (tenant_id = current_setting(''app.tenant_id'')::uuid)', table_name);
    execute format('create policy sealing on %I to okno_owner using (true)', table_name);
  end loop;
end $$;
grant select, insert on audit_unsealed to okno_app;
grant select on audit_seals to okno_app;

-- A value with its length, so that no two lines are written alike.
create function audit_field(value text) returns text language sql immutable
  as $$ select coalesce(octet_length(value) || ':' || value || ',', '-,') $$;

-- An instant as microseconds: whatever the session's zone and style.
create function audit_instant(value timestamptz) returns text language sql immutable
  as $$ select ((extract(epoch from value) * 1000000)::bigint)::text $$;

-- A line of the log as it is hashed. Another column is appended here, and in the program that verifies.
create function audit_line(line audit_log) returns text language sql immutable
  as $$ select audit_field(line.id::text) || audit_field(audit_instant(line.at)) || audit_field(line.request_id)
    || audit_field(line.via) || audit_field(line.role) || audit_field(line.actor) || audit_field(line.bot_id::text)
    || audit_field(line.key_id::text) || audit_field(line.action) || audit_field(line.subject_id::text)
    || audit_field(line.outcome) || audit_field(line.times::text) $$;

-- Seals the oldest lines that wait, `most` at once, one seal for each tenant; answers how many there were. One process at
-- a time. hash = sha256(previous hash, line), line by line, and at last (that, number of the seal, instant, count).
create function seal_audit(most integer) returns integer
  language plpgsql security definer
  set search_path = public, pg_temp set timezone = 'UTC'
as $$
declare
  waiting record;
  line record;
  chain bytea;
  number bigint;
  sealed_now constant timestamptz := clock_timestamp();
  count integer := 0;
begin
  if not pg_try_advisory_xact_lock(7042003) then return 0; end if;
  for waiting in
    select tenant_id, array_agg(id order by id) as ids
    from (select tenant_id, id from audit_unsealed order by id limit most) oldest group by tenant_id
  loop
    select seal, hash into number, chain from audit_seals
    where tenant_id = waiting.tenant_id order by seal desc limit 1;
    if not found then
      number := 0;
      chain := sha256(convert_to('okno audit ' || waiting.tenant_id, 'UTF8'));
    end if;
    for line in
      select case when entry.id is null then '' else audit_line(entry) end as words
      from unnest(waiting.ids) as one(id)
      left join audit_log entry on entry.tenant_id = waiting.tenant_id and entry.id = one.id
      order by one.id
    loop
      chain := sha256(chain || convert_to(line.words, 'UTF8'));
    end loop;
    number := number + 1;
    chain := sha256(chain || convert_to(audit_field(number::text) || audit_field(audit_instant(sealed_now))
      || audit_field(cardinality(waiting.ids)::text), 'UTF8'));
    insert into audit_seals (tenant_id, seal, entries, hash, sealed_at)
    values (waiting.tenant_id, number, waiting.ids, chain, sealed_now);
    delete from audit_unsealed where tenant_id = waiting.tenant_id and id = any(waiting.ids);
    count := count + cardinality(waiting.ids);
  end loop;
  return count;
end $$;

-- The newest seal of every tenant that has one of the last day or so: who keeps it elsewhere notices a log that was cut.
create function list_audit_anchors() returns table (tenant_id uuid, seal bigint, hash text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select tenants.tenant_id, newest.seal, encode(newest.hash, 'hex') from tenants
    cross join lateral (select * from audit_seals where audit_seals.tenant_id = tenants.tenant_id
      order by seal desc limit 1) newest
    where newest.sealed_at > now() - interval '25 hours' order by 1 $$;

revoke execute on function seal_audit, list_audit_anchors from public;
grant execute on function seal_audit, list_audit_anchors to okno_worker;
