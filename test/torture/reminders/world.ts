import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from 'redis';
import { readConfig } from '../../../apps/server/src/config.ts';
import { atEnd, type Place, tempFolder } from '../../e2e/support/at-end.ts';
import { withCore } from '../../e2e/support/core.ts';
import { addressOf, askIn, type Rows } from '../../e2e/support/database.ts';
import { SERVICE_KEY } from '../../e2e/support/studio.ts';
import { startReadyPostgres } from '../../support/ready-data.ts';
import { runRedis, type TestRedis } from '../../support/redis.ts';
import { findProgram } from '../../support/requires.ts';

/** A database and a queue that outlive every process of ours, and a business whose assistants are to be woken. */
export type World = {
  readonly rows: Rows;
  readonly redis: TestRedis;
  readonly slug: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The same for a process that believes it is `hours` later than it is. */
  readonly settingsAt: (hours: number) => Readonly<Record<string, string>>;
  /** A connection to the queue that comes back after the server was away. */
  readonly connect: () => Promise<ReturnType<typeof queueAt>>;
};

const SLUG = 'woken';
const CLOCK = pathToFileURL(path.join(import.meta.dirname, 'wrong-clock.ts')).href;

/** A client that comes back after its server was away. */
const queueAt = (url: string) => createClient({ url, socket: { reconnectStrategy: 50 } });

/** `prepare` may change the database before any process sees it. */
export const openWorld = async (t: Place, prepare?: (rows: Rows) => Promise<unknown>): Promise<World> => {
  const program = findProgram('redis-server');
  if (program === null) throw new Error('this needs redis-server on the path');
  const redis = await runRedis(t, program);
  const server = await startReadyPostgres(t);
  const rows = askIn(t, server.connection);
  const settings = {
    DATABASE_URL: addressOf(server.connection),
    DATA_DIR: path.join(tempFolder(t), 'data'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    HOST: '127.0.0.1',
    // With a public address and no token there is neither an emulator nor a bot.
    PUBLIC_URL: 'http://127.0.0.1:9',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    REDIS_URL: redis.url,
  };
  await withCore(readConfig(settings), async ({ operator }) => {
    const business = { slug: SLUG, name: SLUG, time_zone: 'UTC', language: 'en', currency: 'EUR' } as const;
    await operator.createTenant(business);
  });
  await prepare?.(rows);
  const settingsAt = (hours: number) => ({
    ...settings,
    NODE_OPTIONS: `--import=${CLOCK}`,
    WRONG_CLOCK_MS: String(hours * 3_600_000),
  });
  const connect = async () => {
    const client = queueAt(redis.url);
    // The server is killed in the course of it.
    client.on('error', () => {});
    atEnd(t, () => client.destroy());
    await client.connect();
    return client;
  };
  return { rows, redis, slug: SLUG, settings, settingsAt, connect };
};
