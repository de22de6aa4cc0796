import type { TestContext } from 'node:test';
import type { OpenKeyValue } from '@okno/contract';
import { until } from '../../../../test/support/until.ts';
import { createRedisKeyValue } from './redis.ts';

type RedisStore = OpenKeyValue & {
  /** Everything that was told of the connection. */
  readonly changes: { readonly away: boolean; readonly reason: string }[];
};

/** A store over a running server, connected; closed after the test. */
export const openRedis = async (t: TestContext, url: string, limit_ms = 5000): Promise<RedisStore> => {
  const changes: { away: boolean; reason: string }[] = [];
  const onChange = (change: { away: boolean; reason: string }) => void changes.push(change);
  const store = createRedisKeyValue({ url, ticks: () => performance.now(), onChange, limit_ms });
  t.after(() => store.close());
  await until('Redis is connected', () => changes.some(({ away }) => !away));
  return { ...store, changes };
};
