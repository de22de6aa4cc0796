import { createPostgresKeyValue, type OpenKeyValue, openRedisKeyValue, startSweeping } from '@okno/backend';
import type { KeyValue } from '@okno/contract';
import type pg from 'pg';
import type { Config } from './config.ts';
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
}): Promise<Shared> => {
  const { config, core, log } = deps;
  const store =
    config.REDIS_URL === undefined ? createPostgresKeyValue(core.pool) : await openRedis(config.REDIS_URL, log);
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

const openRedis = (url: string, log: Logger): Promise<OpenKeyValue> => {
  // Each attempt to connect fails anew: the log is told of the first, and of the end.
  let away = false;
  return openRedisKeyValue({
    url,
    ticks: () => performance.now(),
    onChange: (change) => {
      if (change.away === away) return;
      away = change.away;
      if (away) log.warn({ event: 'redis_away', reason: change.reason }, 'Redis does not answer; we go on without it');
      else log.info({ event: 'redis_back' }, 'Redis answers again');
    },
  });
};
