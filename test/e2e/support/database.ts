import { fingerprint, migrate, readMigrations } from '@okno/backend';
import { Pool } from 'pg';
import { createTestDatabase } from '../../support/database.ts';
import type { ServerConnection } from '../../support/test-server.ts';
import { atEnd, type Place } from './at-end.ts';

export type Rows = <R>(text: string, values?: readonly unknown[]) => Promise<R[]>;

/** A database with our schema, gone after the test. */
export type StudioDatabase = {
  /** As DATABASE_URL wants it. */
  readonly url: string;
  /** One question as the superuser, who sees the rows of all tenants. */
  readonly rows: Rows;
};

/** A connection as an address; a socket folder stands in the query, because it does not fit where a host stands. */
export const addressOf = ({ host = 'localhost', port, user, password, database }: ServerConnection): string => {
  const login = [user, password].filter((part) => part !== undefined).map(encodeURIComponent);
  const place = host.startsWith('/') ? `localhost/${database}?host=${encodeURIComponent(host)}` : `${host}/${database}`;
  const address = new URL(`postgres://${login.length > 0 ? `${login.join(':')}@` : ''}${place}`);
  if (port !== undefined) address.port = String(port);
  return address.href;
};

/** Asks a database as the user of `connection`; its connections are closed after the test. */
export const askIn = (t: Place, connection: object): Rows => {
  const pool = new Pool({ ...connection, max: 2 });
  // Tests kill the server below it.
  pool.on('error', () => {});
  atEnd(t, () => pool.end());
  return async (text, values = []) => (await pool.query(text, [...values])).rows;
};

/** A fresh copy of the schema on the server of the tests. */
export const openStudioDatabase = async (t: Place): Promise<StudioDatabase> => {
  const key = `e2e_${fingerprint(await readMigrations())}`;
  const prepare = async (connection: ServerConnection) => {
    await migrate(connection);
  };
  const { connection, drop } = await createTestDatabase({ template: { key, prepare } });
  atEnd(t, drop);
  return { url: addressOf(connection), rows: askIn(t, connection) };
};

/** Rows of what was done, and never of what was refused. */
const DONE = `select line.* from audit_log line where outcome = 'done'`;

/** What stands in a table, but for what comes by itself. */
const EXEMPT: Readonly<Record<string, { readonly because: string; readonly lines: string }>> = {
  audit_log: { because: 'refusals are written down', lines: DONE },
  audit_unsealed: {
    because: 'lines are sealed by themselves: what was done waits for it, or is sealed',
    lines: `select done.tenant_id, done.id from (${DONE}) done where done.id in (
      select id from audit_unsealed union all select unnest(entries) from audit_seals)`,
  },
  audit_seals: {
    because: 'the same',
    lines: `select done.tenant_id from (${DONE}) done where done.id in (select unnest(entries) from audit_seals
      intersect select id from audit_unsealed)`,
  },
  bot_health: {
    because: 'bots that are served are looked after by themselves; those that are not stay as they are',
    lines: `select * from bot_health where bot_id not in (select bot_id from bots where revoked_at is null)`,
  },
};

/**
 * What stands in every table, as one short text: equal before and after means that nothing was changed.
 * @param tenant_id only what is this business's
 */
export const contentsOf = async (
  rows: Rows,
  without: readonly string[] = [],
  tenant_id: string | null = null,
): Promise<Record<string, string>> => {
  const tables = await rows<{ name: string }>(
    // A part of a table is looked at with the whole; which parts there are changes by itself.
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and ($1::uuid is null or exists (
        select from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id')) order by 1`,
    [tenant_id],
  );
  const wanted = tables.map(({ name }) => name).filter((name) => !without.includes(name));
  const contents: [string, string][] = [];
  const whose = tenant_id === null ? '' : ' where tenant_id = $1';
  for (const name of wanted) {
    const lines = EXEMPT[name]?.lines ?? `select * from ${name}`;
    const [row] = await rows<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(line::text, '|' order by line::text)), '') as hash from (${lines}) line${whose}`,
      tenant_id === null ? [] : [tenant_id],
    );
    contents.push([name, row?.hash ?? '']);
  }
  return Object.fromEntries(contents);
};
