import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRedis } from '../../../../test/support/redis.ts';
import { lookAtRedis } from './look-at-redis.ts';

test('a Redis that answers is fine; one that is not there, or wants a password, is told', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  assert.equal(await lookAtRedis(redis.url), null);
  await redis.kill();
  assert.match((await lookAtRedis(redis.url)) ?? '', /ECONNREFUSED/);
  const closed = await startRedis(t, ['--requirepass', 'secret-word']);
  const wrong = await lookAtRedis(closed?.url ?? '');
  assert.match(wrong ?? '', /NOAUTH|WRONGPASS/);
  const guessed = await lookAtRedis(`redis://:guessed-word@127.0.0.1:${closed?.port}`);
  assert.match(guessed ?? '', /WRONGPASS/);
  assert.doesNotMatch(`${wrong}${guessed}`, /secret-word|guessed-word/);
});
