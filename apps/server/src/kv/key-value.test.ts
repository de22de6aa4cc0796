import { testKeyValue } from '../../../../test/support/key-value.ts';
import { startRedis } from '../../../../test/support/redis.ts';
import { openRedis } from './testing.ts';

testKeyValue('Redis', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return null;
  const [one, other] = await Promise.all([openRedis(t, redis.url), openRedis(t, redis.url)]);
  return { one, other, bot_id: 1, other_bot_id: 2, tenant_id: 'one' };
});
