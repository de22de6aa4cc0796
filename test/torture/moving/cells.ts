import { randomBytes, randomUUID } from 'node:crypto';
import { migrate, seedDemo } from '@okno/backend';
import { AppError, type Caller, type Client, createClient, localTransport } from '@okno/contract';
import { readConfig } from '../../../apps/server/src/config.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { type Core, wireCore } from '../../../apps/server/src/wire.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { askIn } from '../../e2e/support/database.ts';
import { type OwnPostgres, startOwnPostgres } from '../../support/own-postgres.ts';

const KEY = randomBytes(32).toString('hex');
export const BOT = { bot_id: 7_900_001, username: 'moving_bot', name: 'Moving', token: '7900001:token-that-moves' };

/** One server with one process over it. */
export type Cell = { readonly server: Omit<OwnPostgres, 'kill'>; readonly core: Core };

const openCell = async (t: Place, server: Cell['server']): Promise<Cell> => {
  await migrate({ connection_string: server.url });
  const config = readConfig({ DATABASE_URL: server.url, DATA_DIR: tempFolder(t), ENCRYPTION_KEY: KEY });
  const connection = { connection_string: server.url };
  const database = { connection, embedded: false, joined: false, onLost: () => {}, stop: async () => {} };
  const core = await wireCore({ config, database, clockOffset: () => 0, log: createLog('silent') });
  atEnd(t, core.close);
  return { server, core };
};

/** Another database of the same server, as if it were a server of its own: locks are those of a database. */
const beside = async (t: Place, { connection, url, rows }: OwnPostgres): Promise<Cell['server']> => {
  await rows('create database second');
  const second = { ...connection, database: 'second' };
  return { connection: second, url: url.replace(/[^/]+$/, 'second'), rows: askIn(t, second) };
};

/** As many workers as it takes to copy many small tables in seconds. */
const TAKES_COPIES = [
  'max_worker_processes=24',
  'max_logical_replication_workers=16',
  'max_sync_workers_per_subscription=8',
];

/** Two servers; the first has two businesses, the second a third one. */
export const openCells = async (t: Place) => {
  const [first, second] = await Promise.all([
    startOwnPostgres(t, ['wal_level=logical']).then((server) => openCell(t, server)),
    startOwnPostgres(t, TAKES_COPIES).then((server) => openCell(t, server)),
  ]);
  const tenant_id = await seedDemo(first.core.backend);
  await first.core.operator.saveBot(tenant_id, BOT);
  await openBusiness(first, 'neighbour');
  await openBusiness(second, 'third');
  return { first, second, tenant_id };
};

/** Two databases of one server, of which the first has two businesses: what takes seconds, and not minutes. */
export const openSmallCells = async (t: Place) => {
  // One table after another: those that copy would wait for each other, who are of the same server.
  const one = 'max_sync_workers_per_subscription=1';
  const server = await startOwnPostgres(t, ['wal_level=logical', 'wal_retrieve_retry_interval=10ms', one]);
  const [first, second] = await Promise.all([openCell(t, server), openCell(t, await beside(t, server))]);
  const tenant_id = await openBusiness(first, 'moving');
  await openBusiness(first, 'neighbour');
  return { first, second, tenant_id };
};

export const openBusiness = ({ core }: Cell, slug: string): Promise<string> =>
  core.operator.createTenant({ slug, name: slug, time_zone: 'UTC', language: 'en', currency: 'EUR' });

export const as = ({ core }: Cell, tenant: string): Client => {
  const caller: Caller = { via: 'service', tenant, language: 'en' };
  return createClient(localTransport(core.backend.call), caller, randomUUID());
};

type Written = { readonly ids: readonly string[]; readonly refused: readonly string[]; stop(): Promise<void> };

/** Adds one client after another until it is stopped. */
export const keepWriting = (client: Client): Written => {
  const [ids, refused]: [string[], string[]] = [[], []];
  let on = true;
  const writing = (async () => {
    while (on)
      try {
        ids.push((await client('clients.create', { name: `Client ${ids.length}` })).id);
      } catch (error) {
        refused.push(error instanceof AppError ? error.code : String(error));
      }
  })();
  return {
    ids,
    refused,
    stop: () => {
      on = false;
      return writing;
    },
  };
};

/** How many rows of each business there are in all tables together. */
export const countRows = async ({ rows }: Cell['server'], tenant_id: string): Promise<number> => {
  const tables = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> 'migrations'`,
  );
  const counts = tables.map(({ name }) => `(select count(*) from ${name} where tenant_id = '${tenant_id}')`);
  const [all] = await rows<{ count: number }>(`select (${counts.join(' + ')})::int as count`);
  return all?.count ?? 0;
};

export const leftovers = async ({ rows }: Cell['server']): Promise<string[]> =>
  (
    await rows<{ name: string }>(
      `select pubname as name from pg_publication union all select subname from pg_subscription
      union all select slot_name from pg_replication_slots`,
    )
  ).map(({ name }) => name);

export const missing = async ({ rows }: Cell['server'], ids: readonly string[]): Promise<string[]> => {
  const there = new Set((await rows<{ id: string }>('select id from clients')).map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
};
