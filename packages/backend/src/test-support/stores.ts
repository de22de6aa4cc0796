import type { TestContext } from 'node:test';
import { createRedisKeyValue } from '../kv/redis.ts';
import type { OpenKeyValue } from '../kv/store.ts';
import { type TestBackend, testBackend } from './backend.ts';
import type { Ending } from './database.ts';
import { openStudio } from './studio.ts';
import { until } from './until.ts';

export type Tenants = TestBackend & {
  readonly bot_id: number;
  readonly tenant_id: string;
  readonly other_bot_id: number;
  readonly other_tenant_id: string;
};

/** A database with two businesses, each with a bot. */
export const openKeyValueTenants = async (ending: Ending): Promise<Tenants> => {
  const world = await testBackend(ending);
  const [one, other] = [await openStudio(world), await openStudio(world)];
  return {
    ...world,
    bot_id: one.bot_id,
    tenant_id: one.tenant_id,
    other_bot_id: other.bot_id,
    other_tenant_id: other.tenant_id,
  };
};

export type RedisStore = OpenKeyValue & {
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
