import type { OpenKeyValue } from '@okno/contract';
import type { RedisOptions } from './redis-connection.ts';
import type { RedisWire } from './redis-wire.ts';

/**
 * The store in Redis (`createRedisKeyValue`). Its client is large, and loaded by those only who use it: everybody else
 * would wait for it at each start.
 */
export const openRedisKeyValue = async (options: RedisOptions): Promise<OpenKeyValue> => {
  const { createRedisKeyValue } = await import('./redis.ts');
  return createRedisKeyValue(options);
};

/** The queue of assistants in Redis (`createRedisWire`). */
export const openRedisWire = async (options: RedisOptions): Promise<RedisWire> => {
  const { createRedisWire } = await import('./redis-wire.ts');
  return createRedisWire(options);
};
