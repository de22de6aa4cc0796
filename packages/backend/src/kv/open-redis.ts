import type { RedisOptions } from './redis.ts';
import type { OpenKeyValue } from './store.ts';

/**
 * The store in Redis (`createRedisKeyValue`). Its client is large, and loaded by those only who use it: everybody else
 * would wait for it at each start.
 */
export const openRedisKeyValue = async (options: RedisOptions): Promise<OpenKeyValue> => {
  const { createRedisKeyValue } = await import('./redis.ts');
  return createRedisKeyValue(options);
};
