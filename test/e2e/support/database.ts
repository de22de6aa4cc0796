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

/** What comes by itself: refusals are written down, the log is sealed, and bots are looked after. */
const SEALS = ['audit_seals', 'audit_unsealed', 'bot_health'];
const DONE = `where outcome = 'done'`;

/** What stands in every table, as one short text: equal before and after means that nothing was changed. */
export const contentsOf = async (rows: Rows, without: readonly string[] = []): Promise<Record<string, string>> => {
  const tables = await rows<{ name: string }>(
    // A part of a table is looked at with the whole; which parts there are changes by itself.
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition order by 1`,
  );
  const wanted = tables.map(({ name }) => name).filter((name) => ![...SEALS, ...without].includes(name));
  const contents: [string, string][] = [];
  for (const name of wanted) {
    const [row] = await rows<{ hash: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(line::text, '|' order by line::text)), '') as hash from ${name} line
        ${name === 'audit_log' ? DONE : ''}`,
    );
    contents.push([name, row?.hash ?? '']);
  }
  return Object.fromEntries(contents);
};
