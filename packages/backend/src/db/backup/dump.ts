import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Connection, createClient, DB_ROLES } from '../pool.ts';
import { createDigest } from './digest.ts';
import type { BackupPart } from './parts.ts';
import { type BackupTable, listTables } from './tables.ts';

/** The same row is the same text on every server. */
const SPELLING = `set time zone 'UTC'; set datestyle to iso; set intervalstyle to iso_8601; set bytea_output to hex;
  set extra_float_digits to 1; set statement_timeout to 0; set lock_timeout to 0;
  set idle_in_transaction_session_timeout to 0; set idle_session_timeout to 0`;

/** Whoever reads everything for an hour must not be cut, and reads from end to end. */
export const openBackupClient = async (connection: Connection): Promise<pg.Client> => {
  const client = createClient(connection);
  // A server that goes away ends what is asked of it; unheard, it would end the whole process.
  client.on('error', () => {});
  await client.connect();
  await client.query(SPELLING);
  return client;
};

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/**
 * The whole database as of one instant, part after part; nobody else waits for it.
 * @throws the driver's error when the server goes away.
 */
export async function* dumpDatabase(connection: Connection): AsyncGenerator<BackupPart> {
  const client = await openBackupClient(connection);
  try {
    await client.query(`begin isolation level repeatable read read only; set local role ${DB_ROLES.backup}`);
    const { rows: migrations } = await client.query<{ version: number; checksum: string }>(
      'select version, checksum from migrations order by version',
    );
    const { rows: clock } = await client.query<{ at: number; server: string }>(
      `select extract(epoch from now())::float8 * 1000 as at, current_setting('server_version') as server`,
    );
    const tables = await listTables(client);
    yield {
      part: 'begin',
      at: new Date(clock[0]?.at ?? Number.NaN).toISOString(),
      server_version: clock[0]?.server ?? '',
      migrations,
      tables: tables.map(({ name }) => name),
    };
    for (const table of tables) yield* dumpTable(client, table);
    await client.query('commit');
    yield { part: 'end' };
  } finally {
    await client.end();
  }
}

async function* dumpTable(client: pg.Client, table: BackupTable): AsyncGenerator<BackupPart> {
  yield { part: 'table', ...table };
  const digest = createDigest();
  const stream = client.query(copyTo(`copy (select ${quoted(table.columns)} from "${table.name}") to stdout`));
  for await (const piece of stream as AsyncIterable<Buffer>) {
    digest.add(piece);
    yield { part: 'rows', bytes: piece };
  }
  yield { part: 'table_end', name: table.name, ...digest.content() };
}
