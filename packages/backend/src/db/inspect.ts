import { readMigrations } from './migrate.ts';
import { type Connection, createClient } from './pool.ts';

/** What an operator wants to know of a database. */
export type SchemaReport = {
  readonly server_version: string;
  /** Names of migrations that have not run. */
  readonly pending: string[];
  /** Tables of tenants that do not force row security. */
  readonly unprotected: string[];
  /** The database's clock, Unix milliseconds. */
  readonly now: number;
};

/** Looks, and changes nothing. */
export const inspectSchema = async (connection: Connection): Promise<SchemaReport> => {
  const client = createClient(connection);
  await client.connect();
  try {
    // In an empty database there is no list of migrations yet.
    const { rows: lists } = await client.query(`select 1 where to_regclass('public.migrations') is not null`);
    const list =
      lists.length === 0 ? [] : (await client.query<{ version: number }>('select version from migrations')).rows;
    const applied = new Set(list.map(({ version }) => version));
    const { rows: tables } = await client.query<{ name: string }>(`
      select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'tenant_id'
      where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace
        and not (relrowsecurity and relforcerowsecurity) order by relname`);
    const { rows } = await client.query<{ server_version: string; now: number }>(
      `select current_setting('server_version') as server_version, extract(epoch from now())::float8 * 1000 as now`,
    );
    return {
      server_version: rows[0]?.server_version ?? '',
      now: rows[0]?.now ?? Number.NaN,
      pending: (await readMigrations()).filter(({ version }) => !applied.has(version)).map(({ name }) => name),
      unprotected: tables.map(({ name }) => name),
    };
  } finally {
    await client.end();
  }
};
