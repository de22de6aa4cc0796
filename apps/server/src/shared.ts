import { type Connection, createPool, createPostgresKeyValue } from '@okno/backend';
import type { KeyValue } from '@okno/contract';
import type { Config } from './config.ts';
import { openRedisKeyValue } from './kv/open-redis.ts';
import type { Logger } from './log.ts';

/** What the processes of an installation share for a short while (docs/redis.md). */
export type Shared = {
  /** Dialogues, menus and codes: in Redis, or in PostgreSQL. */
  readonly store: KeyValue;
  /** For what is counted with every tap: Redis; null without it, because PostgreSQL would be asked with every tap. */
  readonly counters: KeyValue | null;
  close(): Promise<void>;
};

/** Statements of a third of a millisecond; one listens. Nothing else uses them: whoever asks may hold another one. */
const STORE_CONNECTIONS = 5;

/** Opens the store. A Redis that is away now is used when it comes; nobody waits for it. */
export const openShared = async (deps: {
  config: Config;
  connection: Connection;
  log: Logger;
  onRedis?: OnRedis;
  /** What this process is called among those that are connected. */
  name: string;
}): Promise<Shared> => {
  const { log } = deps;
  const { REDIS_URL: url } = deps.config;
  if (url !== undefined) {
    const onChange = tellOfRedis(log, 'redis', deps.onRedis);
    const store = await openRedisKeyValue({ url, ticks: () => performance.now(), onChange });
    return { store, counters: store, close: store.close };
  }
  const onError = (error: Error) => log.warn({ event: 'connection_lost', reason: error.message });
  const pool = createPool({
    connection: deps.connection,
    role: 'app',
    max: STORE_CONNECTIONS,
    onError,
    name: deps.name,
  });
  const store = createPostgresKeyValue(pool);
  return {
    store,
    counters: null,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

/** What Redis is used for; each has a connection of its own, and loses it by itself. */
type Use = 'redis' | 'queue';

/** Hears whether a connection to Redis answers. */
export type OnRedis = (use: Use, up: boolean) => void;

/** Tells the log that a connection to Redis is lost (`redis_away`, `queue_away`), and that it is back. */
export const tellOfRedis = (log: Logger, use: Use, onRedis: OnRedis = () => {}) => {
  // Each attempt to connect fails anew: the log is told of the first, and of the end.
  let away = false;
  return (change: { readonly away: boolean; readonly reason: string }): void => {
    onRedis(use, !change.away);
    if (change.away === away) return;
    away = change.away;
    if (away) log.warn({ event: `${use}_away`, reason: change.reason }, 'Redis does not answer; we go on without it');
    else log.info({ event: `${use}_back` }, 'Redis answers again');
  };
};
