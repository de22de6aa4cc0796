import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { checksum, type Migration, migrate, readMigrations } from '../migrate.ts';
import { type Connection, DB_ROLES } from '../pool.ts';
import { type Content, createDigest } from './digest.ts';
import { openBackupClient } from './dump.ts';
import { type BackupBegin, BackupError, type BackupPart } from './parts.ts';
import { listTables } from './tables.ts';

/** What a restore has brought back. */
export type Loaded = { readonly at: string; readonly tables: number; readonly rows: number };

/**
 * Fills an empty database with a backup: first the schema it was made with, then all rows in one transaction, then the
 * migrations that have come since.
 * @throws BackupError when the database is not empty, the backup is of a newer program, cut, or not whole; the rows of
 * a backup that fails are not kept.
 */
export const loadDatabase = async (connection: Connection, parts: AsyncIterable<BackupPart>): Promise<Loaded> => {
  const reader = parts[Symbol.asyncIterator]();
  const first = await reader.next();
  if (first.done === true || first.value.part !== 'begin')
    throw new BackupError('this is not the beginning of a backup');
  const begin = first.value;
  const migrations = await readMigrations();
  const then = migrationsOf(begin, migrations);
  await refuseUsed(connection);
  await migrate(connection, then);
  const client = await openBackupClient(connection);
  try {
    const rows = await loadRows(client, begin, { [Symbol.asyncIterator]: () => reader });
    await client.query('analyze');
    await migrate(connection, migrations);
    return { at: begin.at, tables: begin.tables.length, rows };
  } finally {
    await client.end();
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

const refuseUsed = async (connection: Connection): Promise<void> => {
  const client = await openBackupClient(connection);
  try {
    const { rows } = await client.query(
      `select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    if (rows.length > 0) throw new BackupError('the database is not empty');
  } finally {
    await client.end();
  }
};

/** Row security and triggers stand aside while the rows come in; whoever looks meanwhile waits, and sees all or nothing. */
const loadRows = async (client: pg.Client, begin: BackupBegin, parts: AsyncIterable<BackupPart>): Promise<number> => {
  await client.query(`begin; set local role ${DB_ROLES.owner}`);
  try {
    const tables = await listTables(client);
    for (const { name } of tables)
      await client.query(`alter table "${name}" no force row level security, disable trigger user`);
    // Whatever migrations have put there is in the backup as well.
    await client.query(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
    const rows = await copyAll(client, begin, parts);
    await setSequences(client);
    for (const { name } of tables)
      await client.query(`alter table "${name}" force row level security, enable trigger user`);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** How many rows there were. What is being copied when something goes wrong is broken off: the server waits for it. */
const copyAll = async (client: pg.Client, begin: BackupBegin, parts: AsyncIterable<BackupPart>): Promise<number> => {
  const copies: ReturnType<typeof openCopy>[] = [];
  try {
    return await copyParts(begin, parts, (table) => {
      const copy = openCopy(client, table);
      copies.push(copy);
      return copy;
    });
  } catch (error) {
    await copies.at(-1)?.breakOff();
    throw error;
  }
};

type Table = { readonly name: string; readonly columns: readonly string[] };

const copyParts = async (
  begin: BackupBegin,
  parts: AsyncIterable<BackupPart>,
  openTable: (table: Table) => ReturnType<typeof openCopy>,
): Promise<number> => {
  const left = new Set(begin.tables);
  let open: ReturnType<typeof openCopy> | undefined;
  let rows = 0;
  for await (const part of parts) {
    switch (part.part) {
      case 'table':
        open = openTable(part);
        break;
      case 'rows':
        await open?.write(part.bytes);
        break;
      case 'table_end':
        await open?.end(part);
        left.delete(part.name);
        rows += part.rows;
        break;
      case 'end':
        if (left.size > 0) refuse(`the backup lacks ${[...left].join(', ')}`);
        return rows;
    }
  }
  return refuse('the backup has no end: it was cut');
};

const refuse = (sentence: string): never => {
  throw new BackupError(sentence);
};

const openCopy = (client: pg.Client, { name, columns }: Table) => {
  const stream = client.query(
    copyFrom(`copy "${name}" (${columns.map((column) => `"${column}"`).join(', ')}) from stdin`),
  );
  const done = finished(stream);
  // Before it is awaited, it may fail.
  done.catch(() => {});
  const digest = createDigest();
  return {
    write: async (bytes: Buffer): Promise<void> => {
      digest.add(bytes);
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), done]);
    },
    /** The server takes back what has come; nothing to do when it was over. */
    breakOff: async (): Promise<void> => {
      stream.destroy();
      await done.catch(() => {});
    },
    /** Throws when other rows came than were backed up. */
    end: async (wanted: Content): Promise<void> => {
      stream.end();
      await done;
      const own = digest.content();
      if (own.rows !== wanted.rows || own.digest !== wanted.digest)
        refuse(`the rows of ${name} are not those that were backed up`);
    },
  };
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
