import type pg from 'pg';
import type { DueGauges } from '../due-store.ts';
import { createDueStore } from '../due-store.ts';
import { type Connection, createClient, createPool, DB_ROLES } from './pool.ts';

/** How a server stands on which our schema is; looking changes nothing. */
export type ServerReport = {
  /** Whether the login may do anything. */
  readonly superuser: boolean;
  /** Roles of ours to which row security does not apply. */
  readonly unbound: readonly string[];
  /** Settings without which what was acknowledged may be lost, as `name = value`. */
  readonly risky: readonly string[];
  /** How long the oldest open transaction of this database has lasted, in seconds. */
  readonly oldest_transaction_s: number;
  readonly connections: { readonly used: number; readonly most: number };
  readonly size_bytes: number;
};

const REPORT = `
  select (select rolsuper from pg_roles where rolname = session_user) as superuser,
    array(select rolname::text from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls) order by 1) as unbound,
    array(select name || ' = ' || setting from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by 1) as risky,
    coalesce((select extract(epoch from max(now() - xact_start)) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()), 0)::float8 as oldest_transaction_s,
    (select count(*)::int from pg_stat_activity) as used,
    (select setting::int from pg_settings where name = 'max_connections') as most,
    pg_database_size(current_database())::float8 as size_bytes`;

const asking = async <T>(connection: Connection, ask: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = createClient(connection);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
};

export const inspectServer = (connection: Connection): Promise<ServerReport> =>
  asking(connection, async (client) => {
    const { rows } = await client.query(REPORT, [Object.values(DB_ROLES)]);
    const { used, most, ...report } = rows[0];
    return { ...report, connections: { used, most } };
  });

/** How late the timetable is; only where our schema is. */
export const inspectTimetable = async (connection: Connection): Promise<DueGauges> => {
  const pool = createPool({ connection, role: 'worker', max: 1, onError: () => {} });
  try {
    return await createDueStore(pool, () => 0).gauges();
  } finally {
    await pool.end();
  }
};

/** A program of ours that is connected: as what it came, since when (Unix milliseconds), from where, over how many connections. */
export type ConnectedProcess = {
  readonly name: string;
  readonly since: number;
  readonly address: string | null;
  readonly connections: number;
};

/** Their names begin with this, so that nobody else's are listed. */
export const PROCESS_PREFIX = 'okno/';

const PROCESSES = `
  select application_name as name, extract(epoch from min(backend_start))::float8 * 1000 as since,
    min(host(client_addr)) as address, count(*)::int as connections
  from pg_stat_activity where datname = current_database() and starts_with(application_name, $1)
  group by application_name order by application_name`;

export const listProcesses = (connection: Connection): Promise<ConnectedProcess[]> =>
  asking(connection, async (client) => (await client.query<ConnectedProcess>(PROCESSES, [PROCESS_PREFIX])).rows);

/** How many bots are served; their tokens stay where they are. */
export const countBots = (connection: Connection): Promise<number> =>
  asking(connection, async (client) => {
    await client.query(`set role ${DB_ROLES.worker}`);
    return (
      (await client.query<{ count: number }>('select count(*)::int as count from list_bots()')).rows[0]?.count ?? 0
    );
  });
