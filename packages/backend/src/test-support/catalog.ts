import type { Ask } from './database.ts';

/** What must hold for the catalogue of the database; `found` names those for which it does not. */
type Law = { readonly broken: string; readonly found: string };

const TABLES = `select oid, relname, relrowsecurity, relforcerowsecurity, relacl, relowner from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migrations' and not relispartition`;

const first = (column: string): string =>
  `coalesce((select attname from pg_attribute where attrelid = tables.oid and attnum = ${column}), '') <> 'tenant_id'`;

const OWN_ROWS = `(tenant_id = (current_setting(''app.tenant_id''::text))::uuid)`;

const LAWS: readonly Law[] = [
  {
    broken: 'has no tenant_id that is always there',
    found: `select relname from tables where not exists (
      select from pg_attribute where attrelid = tables.oid and attname = 'tenant_id' and attnotnull)`,
  },
  {
    broken: 'does not begin its primary key with tenant_id',
    // What is due is claimed across all tenants in the order of time.
    found: `select relname from tables left join pg_constraint on conrelid = tables.oid and contype = 'p'
      where relname <> 'due' and (conkey is null or ${first('conkey[1]')})`,
  },
  {
    broken: 'does not begin a foreign key with tenant_id',
    found: `select conname from tables join pg_constraint on conrelid = tables.oid and contype = 'f' where ${first('conkey[1]')}`,
  },
  {
    broken: 'is a unique or exclusion that does not begin with tenant_id',
    // By its slug and by its bots a tenant is found before it is known.
    found: `select index.relname from tables
      join pg_index on indrelid = tables.oid and (indisunique or indisexclusion) and not indisprimary
      join pg_class index on index.oid = indexrelid
      where index.relname not in ('tenants_slug_key', 'bots_bot_id_key') and ${first('indkey[0]')}`,
  },
  {
    broken: 'does not force row security',
    found: 'select relname from tables where not (relrowsecurity and relforcerowsecurity)',
  },
  {
    broken: 'has no policy that shows the app its own tenant only',
    found: `select relname from tables where not exists (
      select from pg_policies where tablename = relname and roles = '{okno_app}' and cmd = 'ALL' and qual = '${OWN_ROWS}')`,
  },
  {
    broken: 'is left out of backups',
    found: `select relname from tables where not has_table_privilege('okno_backup', oid, 'SELECT') or not exists (
      select from pg_policies where tablename = relname and roles = '{okno_backup}' and cmd = 'SELECT' and qual = 'true')`,
  },
  {
    broken: 'is a policy that is not restricted to the tenant',
    found: `select format('%s.%s to %s for %s', tablename, policyname, array_to_string(roles, ','), cmd) from pg_policies
      where schemaname = 'public' and (qual is distinct from '${OWN_ROWS}' or with_check is not null)
        -- Backups are of all tenants; who makes them only reads.
        and not (policyname = 'backup' and roles = '{okno_backup}' and cmd = 'SELECT')`,
  },
  {
    broken: 'is a right of somebody who needs none',
    found: `select format('%s on %s to %s', privilege_type, relname, case when grantee = 0 then 'everybody' else grantee::regrole::text end)
      from tables cross join aclexplode(relacl)
      where grantee not in (relowner, 'okno_app'::regrole)
        and not (grantee = 'okno_backup'::regrole and privilege_type = 'SELECT')
        and not (grantee = 'okno_worker'::regrole and relname in ('due', 'deliveries', 'handfuls'))
        and not (grantee = 'okno_worker'::regrole and relname = 'kv' and privilege_type = 'DELETE')`,
  },
  {
    broken: 'is a right to change what may only be added',
    found: `select format('%s on %s', privilege_type, relname) from tables cross join aclexplode(relacl)
      where relname in ('audit_log', 'audit_unsealed', 'audit_seals', 'booking_history') and grantee <> relowner and privilege_type not in ('SELECT', 'INSERT')`,
  },
  {
    broken: 'is a right to a part of a table, past the row security of the whole',
    found: `select format('%s on %s', privilege_type, relname) from pg_class cross join aclexplode(relacl)
      where relnamespace = 'public'::regnamespace and relispartition and grantee <> relowner`,
  },
  {
    broken: 'is a view, which would show the rows of its owner',
    found: `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`,
  },
  {
    broken: 'runs with the rights of its owner without a search path of its own',
    found: `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and not coalesce(proconfig, '{}') && array['search_path=public, pg_temp']`,
  },
  {
    broken: 'is a role that row security does not bind',
    found: `select rolname from pg_roles where rolname in ('okno_owner', 'okno_app', 'okno_worker', 'okno_backup') and (rolsuper or rolbypassrls or rolcanlogin)`,
  },
];

/** Policies that see more than one tenant, each with its reason. */
const WIDE_POLICIES = [
  // The questions that come before the tenant is known.
  'assistant_keys.look_up to okno_owner for SELECT',
  'bots.look_up to okno_owner for SELECT',
  'calendar_feeds.look_up to okno_owner for SELECT',
  'service_keys.look_up to okno_owner for SELECT',
  'sessions.look_up to okno_owner for SELECT',
  'tenants.look_up to okno_owner for SELECT',
  // Whoever seals the log reads it of all tenants, and only adds to it, by a function that the worker may run.
  'audit_log.sealing to okno_owner for SELECT',
  'audit_seals.sealing to okno_owner for ALL',
  'audit_unsealed.sealing to okno_owner for ALL',
  // Firing for all tenants at once, by functions that do nothing else.
  'assistants.fire to okno_owner for SELECT',
  'due.fire to okno_owner for ALL',
  'reminder_events.fire to okno_owner for ALL',
  'reminders.fire to okno_owner for ALL',
  // The worker sees all tenants, and only here.
  'deliveries.every_tenant to okno_worker for ALL',
  'due.every_tenant to okno_worker for ALL',
  'handfuls.every_tenant to okno_worker for ALL',
  // And here of all tenants what has run out, to take it away.
  'kv.run_out to okno_worker for ALL',
];

/** Everything in the catalogue that would let one tenant see another, as sentences; none when all is well. */
export const findWeaknesses = async (rows: Ask): Promise<string[]> => {
  const found: string[] = [];
  for (const { broken, found: names } of LAWS) {
    const text = `with tables as (${TABLES}), found(name) as (${names}) select name from found order by name`;
    for (const { name } of await rows<{ name: string }>(text))
      if (!WIDE_POLICIES.includes(name)) found.push(`${name} ${broken}`);
  }
  return found;
};

/** Who may run the functions that run with the rights of their owner. */
export const listDoorways = async (rows: Ask): Promise<string[]> => {
  const found = await rows<{ name: string }>(`
    select format('%s by %s', proname, case when grantee = 0 then 'everybody' else grantee::regrole::text end) as name
    from pg_proc cross join aclexplode(coalesce(proacl, acldefault('f', proowner)))
    where pronamespace = 'public'::regnamespace and prosecdef and grantee <> proowner order by 1`);
  return found.map(({ name }) => name);
};
