import { createPostgresKeyValue, startSweeping } from '@okno/backend';
import type { KeyValue } from '@okno/contract';
import type pg from 'pg';
import type { Config } from './config.ts';
import { openRedisKeyValue } from './kv/open-redis.ts';
import type { Logger } from './log.ts';

/** What the processes of an installation share for a short while (docs/redis.md). */
export type Shared = {
  /** Dialogues and menus: in Redis, or in PostgreSQL. */
  readonly store: KeyValue;
  /** For what is counted with every tap: Redis; null without it, because PostgreSQL would be asked with every tap. */
  readonly counters: KeyValue | null;
  /** Before the pools are closed. */
  close(): Promise<void>;
};

/** Opens the store. A Redis that is away now is used when it comes; nobody waits for it. */
export const openShared = async (deps: {
  config: Config;
  core: { readonly pool: pg.Pool; readonly workerPool: pg.Pool };
  log: Logger;
  onRedis?: OnRedis;
}): Promise<Shared> => {
  const { config, core, log, onRedis } = deps;
  const store =
    config.REDIS_URL === undefined
      ? createPostgresKeyValue(core.pool)
      : await openRedisKeyValue({
          url: config.REDIS_URL,
          ticks: () => performance.now(),
          onChange: tellOfRedis(log, 'redis', onRedis),
        });
  // Rows may be there from a time without Redis.
  const sweeping = config.ROLES.includes('worker')
    ? startSweeping(core.workerPool, (error) => log.warn({ event: 'sweep_failed', err: error }))
    : undefined;
  return {
    store,
    counters: config.REDIS_URL === undefined ? null : store,
    close: async () => {
      await sweeping?.stop();
      await store.close();
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
