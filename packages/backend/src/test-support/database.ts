import pg from 'pg';
import { createTestDatabase } from '../../../../test/support/database.ts';
import { fingerprint, migrate, readMigrations } from '../db/migrate.ts';
import type { Connection } from '../db/pool.ts';

/** Whatever runs something at its end: a test's context, or the test module itself for a whole file. */
export type Ending = { after(work: () => Promise<void> | void): void };

/** Closes first what was opened last; the test runner itself would keep the order. */
export const backwards = (ending: Ending): Ending => {
  const works: (() => Promise<void> | void)[] = [];
  ending.after(async () => {
    for (const work of works.reverse()) await work();
  });
  return { after: (work) => works.push(work) };
};

/** One question; the rows. */
export type Ask = <R = Record<string, unknown>>(text: string, values?: readonly unknown[]) => Promise<R[]>;

export type TestDatabase = {
  readonly connection: Connection & { readonly database: string };
  /** As the superuser, who sees the rows of all tenants and may break what a control wants broken. */
  readonly rows: Ask;
};

/** An empty database, gone at the end. */
export const emptyDatabase = async (ending: Ending): Promise<TestDatabase> =>
  opened(ending, await createTestDatabase());

/** A database with our schema, copied from a template that is migrated once per run; gone at the end. */
export const migratedDatabase = async (ending: Ending): Promise<TestDatabase> => {
  const prepare = async (connection: Connection) => {
    await migrate(connection);
  };
  const key = `backend_${fingerprint(await readMigrations())}`;
  return opened(ending, await createTestDatabase({ template: { key, prepare } }));
};

type Created = Awaited<ReturnType<typeof createTestDatabase>>;

const opened = (ending: Ending, { connection, drop }: Created): TestDatabase => {
  const pool = new pg.Pool({ ...connection, max: 2 });
  // The database may go before the last connection has said goodbye.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', () => {});
  ending.after(async () => {
    await pool.end();
    await drop();
  });
  return { connection, rows: async (text, values = []) => (await pool.query(text, [...values])).rows };
};
