import { createMemoryKeyValue, type OpenKeyValue } from '@okno/contract';
import type { Config } from '../config.ts';
import { openRedisKeyValue } from '../kv/open-redis.ts';
import type { Logger } from '../log.ts';

/**
 * Where dialogues and menus are kept on a machine without a database: in Redis, or in this process. What is lost with
 * it are threads of conversations, which people are told of (docs/redis.md).
 */
export const openFarStore = async ({ REDIS_URL }: Pick<Config, 'REDIS_URL'>, log: Logger): Promise<OpenKeyValue> => {
  if (REDIS_URL === undefined) {
    // Its end is counted in hours: a clock that is set must not end it.
    return { ...createMemoryKeyValue(() => performance.now()), close: async () => {} };
  }
  let away = false;
  return openRedisKeyValue({
    url: REDIS_URL,
    ticks: () => performance.now(),
    onChange: (change) => {
      if (change.away === away) return;
      away = change.away;
      if (away) log.warn({ event: 'redis_away', reason: change.reason }, 'Redis does not answer; we go on without it');
      else log.info({ event: 'redis_back' }, 'Redis answers again');
    },
  });
};
