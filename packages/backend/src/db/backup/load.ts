import type pg from 'pg';
import {
  checksum,
  lockMigrations,
  type Migration,
  migrate,
  migrateWithin,
  prepareServer,
  readMigrations,
} from '../migrate.ts';
import type { Connection } from '../pool.ts';
import { dress, makeBare } from './bare.ts';
import { copyIn } from './copy-in.ts';
import { openBackupClient } from './dump.ts';
import { type BackupBegin, BackupError, type BackupPart } from './parts.ts';
import { listTables } from './tables.ts';

/** What a restore has brought back. */
export type Loaded = { readonly at: string; readonly tables: number; readonly rows: number };

/** What the server may take for each index it makes, when that is more than it usually takes. */
const INDEX_MEMORY = '256MB';

/** Until the transaction ends. */
export const giveMemory = async (client: pg.Client): Promise<void> => {
  await client.query(
    `select set_config('maintenance_work_mem', $1, true)
      where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes($1)`,
    [INDEX_MEMORY],
  );
};

/**
 * Fills an empty database with a backup. The schema it was made with and all rows come in one transaction: whoever looks
 * meanwhile sees an empty database, and when this is cut off it stays one. Then the migrations that have come since.
 * @throws BackupError when the database is not empty, or the backup is of a newer program, cut, not whole, or breaks a
 * rule of the schema
 */
export const loadDatabase = async (connection: Connection, parts: AsyncIterable<BackupPart>): Promise<Loaded> => {
  const reader = parts[Symbol.asyncIterator]();
  const first = await reader.next();
  if (first.done === true || first.value.part !== 'begin')
    throw new BackupError('this is not the beginning of a backup');
  const begin = first.value;
  const migrations = await readMigrations();
  const then = migrationsOf(begin, migrations);
  const client = await openBackupClient(connection);
  let rows: number;
  try {
    await lockMigrations(client);
    await refuseUsed(client);
    await prepareServer(client);
    rows = await within(client, async () => {
      await migrateWithin(client, then);
      return loadRows(client, begin, { [Symbol.asyncIterator]: () => reader });
    });
    await client.query('analyze');
  } finally {
    await client.end();
  }
  await migrate(connection, migrations);
  return { at: begin.at, tables: begin.tables.length, rows };
};

const within = async <T>(client: pg.Client, work: () => Promise<T>): Promise<T> => {
  let lost: Error | null = null;
  const onLost = (error: Error) => {
    lost ??= error;
  };
  client.on('error', onLost);
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // Whoever asks once more after the connection broke hears only that it did, and not why.
    const reason = lost ?? error;
    // What is wrong has been said; and with the connection the transaction has gone as well.
    await client.query('rollback').catch(() => {});
    throw reason;
  } finally {
    client.off('error', onLost);
  }
};

/**
 * The migrations that had run when the backup was made.
 * @throws BackupError when this program does not know one of them, or knows it otherwise.
 */
export const migrationsOf = ({ migrations }: BackupBegin, known: readonly Migration[]): Migration[] =>
  migrations.map((wanted) => {
    const own = known.find(({ version }) => version === wanted.version);
    if (own === undefined)
      throw new BackupError(
        `the backup was made by a newer Okno (migration ${wanted.version}): update the program first`,
      );
    if (checksum(own) !== wanted.checksum)
      throw new BackupError(`the backup was made by another Okno: its migration ${wanted.version} differs from ours`);
    return own;
  });

const refuseUsed = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query(
    `select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  if (rows.length > 0) throw new BackupError('the database is not empty');
};

/** Row security, triggers, indexes and references stand aside while the rows come in; then every row has to suit them. */
const loadRows = async (client: pg.Client, begin: BackupBegin, parts: AsyncIterable<BackupPart>): Promise<number> => {
  await giveMemory(client);
  const tables = await listTables(client);
  const taken = await makeBare(client);
  for (const { name } of tables)
    await client.query(`alter table "${name}" no force row level security, disable trigger user`);
  // Whatever migrations have put there is in the backup as well.
  await client.query(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
  const rows = await copyIn(client, begin, parts).catch(explainRows);
  await dress(client, taken).catch(explainRows);
  await setSequences(client);
  for (const { name } of tables)
    await client.query(`alter table "${name}" force row level security, enable trigger user`);
  return rows;
};

/** Classes of errors that are the rows' own: what is no value of its column, and what breaks a rule of its table. */
const OF_ROWS = ['22', '23'];

const explainRows = (error: unknown): never => {
  const { code, table, message } = error as pg.DatabaseError;
  if (!OF_ROWS.includes(code?.slice(0, 2) ?? '')) throw error;
  throw new BackupError(
    `its rows${table === undefined ? '' : ` of ${table}`} break a rule of the schema (${message})`,
    {
      cause: error,
    },
  );
};

/** What counts up by itself goes on after the highest number there is. */
const setSequences = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ name: string; column: string }>(`
    select relname as name, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attidentity <> '' and not attisdropped`);
  for (const { name, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence('"${name}"', '${column}'), coalesce(max("${column}"), 0) + 1, false) from "${name}"`,
    );
};
