import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyValueAway, storeKey } from '@okno/contract';
import { createClient } from 'redis';
import { startRedis } from '../../../../test/support/redis.ts';
import { until } from '../../../../test/support/until.ts';
import { createRedisKeyValue } from './redis.ts';
import { openRedis } from './testing.ts';

const KEY = storeKey('fsm', { bot_id: 7 }, 42);
const TTL_MS = 60_000;
/** Far more than a command may take, far less than anybody would call hanging. */
const AT_ONCE_MS = 2000;

/** How long something took until it was refused for want of the store. */
const refusedIn = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await assert.rejects(work(), KeyValueAway);
  return performance.now() - began;
};

test('an emptied Redis is an empty store, and goes on', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const store = await openRedis(t, redis.url);
  await store.set(KEY, 'here', TTL_MS);
  await redis.restart();
  await until('it is back', async () => (await store.get(KEY).catch(() => 'away')) === null);
  assert.equal(await store.compareAndSet(KEY, { from: 'here', to: 'x', ttl_ms: TTL_MS }), false);
  assert.equal(await store.compareAndSet(KEY, { from: null, to: 'anew', ttl_ms: TTL_MS }), true);
  assert.equal((await store.count(storeKey('limit', { bot_id: 7 }), TTL_MS)).count, 1);
});

test('while Redis is gone every command is refused at once, none waits in a queue, and the connection comes back', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const store = await openRedis(t, redis.url);
  await redis.kill();
  await until('it is noticed', () =>
    store.get(KEY).then(
      () => false,
      () => true,
    ),
  );
  for (const command of [
    () => store.get(KEY),
    () => store.set(KEY, 'lost', TTL_MS),
    () => store.compareAndSet(KEY, { from: null, to: 'x', ttl_ms: TTL_MS }),
    () => store.delete(KEY),
    () => store.count(KEY, TTL_MS),
    () => store.publish(KEY, 'nobody hears'),
  ])
    assert.ok((await refusedIn(command)) < AT_ONCE_MS);
  await redis.restart();
  await until('it is back', () =>
    store.get(KEY).then(
      () => true,
      () => false,
    ),
  );
  assert.equal(await store.get(KEY), null, 'what was refused was not kept for later');
  assert.ok(store.changes.some(({ away }) => away));
  assert.equal(store.changes.at(-1)?.away, false);
});

test('while Redis stands still the first command waits for its limit, the next ones do not wait, one a second tries', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const LIMIT_MS = 200;
  const store = await openRedis(t, redis.url, LIMIT_MS);
  await store.set(KEY, 'here', TTL_MS);
  redis.freeze();
  t.after(redis.thaw);
  const first = await refusedIn(() => store.get(KEY));
  assert.ok(first >= LIMIT_MS - 20 && first < AT_ONCE_MS, `the first waited ${first} ms`);
  const began = performance.now();
  for (let index = 0; index < 100; index += 1) await refusedIn(() => store.get(KEY));
  const all = performance.now() - began;
  assert.ok(all < LIMIT_MS, `a hundred others took ${all} ms`);
  await until('one tries again, and waits', async () => (await refusedIn(() => store.get(KEY))) >= LIMIT_MS - 20);
  redis.thaw();
  await until('it answers again', () =>
    store.get(KEY).then(
      (value) => value === 'here',
      () => false,
    ),
  );
  assert.ok(store.changes.some(({ reason }) => reason.includes('no answer')));
  assert.equal(store.changes.at(-1)?.away, false);
});

test('the control: without our patience a command waits for as long as Redis stands still', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const client = createClient({ url: redis.url, commandOptions: { timeout: 100 } });
  client.on('error', () => {});
  await client.connect();
  t.after(() => client.destroy());
  const patient = await openRedis(t, redis.url, 500);
  redis.freeze();
  t.after(redis.thaw);
  let answered = false;
  const asked = client.get(KEY.text).finally(() => {
    answered = true;
  });
  await refusedIn(() => patient.get(KEY));
  assert.equal(answered, false, 'the limit of the client itself ends when the command has been written');
  redis.thaw();
  assert.equal(await asked, null);
});

test('the control: a client with a queue would do what nobody waits for any more', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const client = createClient({ url: redis.url });
  client.on('error', () => {});
  await client.connect();
  t.after(() => client.destroy());
  await redis.kill();
  await until('it is noticed', () => !client.isReady);
  void client.set(KEY.text, 'late').catch(() => {});
  await redis.restart();
  await until('it was done when nobody asked any more', async () => (await client.get(KEY.text)) === 'late');
});

test('who listens is told that something may have been missed, and hears again', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const [one, other] = [await openRedis(t, redis.url), await openRedis(t, redis.url)];
  const heard: (string | null)[] = [];
  await other.subscribe(KEY, (message) => heard.push(message));
  await one.publish(KEY, 'before');
  await until('it is heard', () => heard.includes('before'));
  await redis.restart();
  await until('the gap is told', () => heard.includes(null));
  await until('messages flow again', () => {
    void one.publish(KEY, 'after').catch(() => {});
    return heard.includes('after');
  });
});

test('a Redis that is not there when we start stops nothing, and is used when it comes', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  await redis.kill();
  const changes: boolean[] = [];
  const store = createRedisKeyValue({
    url: redis.url,
    ticks: () => performance.now(),
    onChange: ({ away }) => void changes.push(away),
  });
  t.after(() => store.close());
  const heard: (string | null)[] = [];
  const began = performance.now();
  await store.subscribe(KEY, (message) => heard.push(message));
  assert.ok(performance.now() - began < AT_ONCE_MS, 'whoever listens goes on');
  assert.ok((await refusedIn(() => store.get(KEY))) < AT_ONCE_MS);
  await redis.restart();
  await until('it is used', () =>
    store.get(KEY).then(
      (value) => value === null,
      () => false,
    ),
  );
  await until('who began to listen before hears', () => {
    void store.publish(KEY, 'hello').catch(() => {});
    return heard.includes('hello');
  });
  assert.deepEqual([...new Set(changes)], [true, false]);
});
