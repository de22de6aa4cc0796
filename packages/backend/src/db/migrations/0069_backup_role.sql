-- Who makes backups reads every row of every tenant in one snapshot, and can do nothing else; nobody logs in as this
-- role, and neither the app nor the worker may act as it.
do $$
declare
  name text;
begin
  for name in
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relrowsecurity
  loop
    execute format('create policy backup on %I for select to okno_backup using (true)', name);
    execute format('grant select on %I to okno_backup', name);
  end loop;
end $$;
grant select on migrations to okno_backup;
