import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { KeyValueAway, storeKey } from '@okno/contract';
import { createClient } from 'redis';
import { testKeyValue } from '../../../../test/support/key-value.ts';
import { startRedisCluster, type TestCluster } from '../../../../test/support/redis-cluster.ts';
import { requireProgram } from '../../../../test/support/requires.ts';
import { until } from '../../../../test/support/until.ts';
import { createRedisWire } from './redis-wire.ts';
import { openRedis } from './testing.ts';

const TTL_MS = 60_000;

const endings: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of endings.toReversed()) await end();
});

let started: Promise<TestCluster> | undefined;

/** One cluster for the whole file: it takes seconds until its nodes know each other. Null where there is no Redis. */
const clusterFor = (t: TestContext): Promise<TestCluster> | null => {
  const program = requireProgram(t, 'redis-server');
  if (program === null) return null;
  started ??= startRedisCluster({ after: (work) => endings.push(work) }, program);
  return started;
};

let bots = 0;

testKeyValue('a cluster', async (t) => {
  const cluster = await clusterFor(t);
  if (cluster === null) return null;
  const [one, other] = await Promise.all([openRedis(t, cluster.url), openRedis(t, cluster.url)]);
  bots += 2;
  return { one, other, bot_id: bots, other_bot_id: bots + 1, tenant_id: `tenant ${bots}` };
});

test('keys lie on all nodes, and a key that moves to another node is followed, half-way and afterwards', async (t) => {
  const cluster = await clusterFor(t);
  if (cluster === null) return;
  const store = await openRedis(t, cluster.url);
  const keys = Array.from({ length: 30 }, (_, n) => storeKey('fsm', { bot_id: 900 }, n));
  for (const key of keys) await store.set(key, key.text, TTL_MS);
  const homes = await Promise.all(keys.map(({ text }) => cluster.nodeOf(text)));
  assert.equal(new Set(homes).size, 3, 'all nodes have some');
  const [key] = keys;
  assert.ok(key);
  const before = await cluster.nodeOf(key.text);
  await cluster.moveSlotOf(key.text, 'half');
  assert.equal(await store.get(key), key.text);
  assert.equal(await store.compareAndSet(key, { from: key.text, to: 'on the way', ttl_ms: TTL_MS }), true);
  await cluster.moveSlotOf(key.text, 'whole');
  assert.notEqual(await cluster.nodeOf(key.text), before);
  assert.equal(await store.get(key), 'on the way');
  assert.equal((await store.count(storeKey('limit', { bot_id: 900 }), TTL_MS)).count, 1);
});

test('control: whoever speaks to one node alone is sent elsewhere with most keys', async (t) => {
  const cluster = await clusterFor(t);
  if (cluster === null) return;
  const [node] = cluster.nodes;
  assert.ok(node);
  const store = await openRedis(t, node.url);
  const set = (n: number) => store.set(storeKey('fsm', { bot_id: 901 }, n), 'x', TTL_MS);
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => set(n)));
  assert.ok(outcomes.some((one) => one.status === 'rejected' && /MOVED/.test(String(one.reason))));
});

test('events of reminders are put into the queue once, in one slot with what remembers them', async (t) => {
  const cluster = await clusterFor(t);
  if (cluster === null) return;
  const wire = createRedisWire({ url: cluster.url, ticks: () => performance.now(), onChange: () => {} });
  t.after(() => wire.close());
  const events = Array.from({ length: 20 }, (_, n) => ({ key: `event-${n}:1`, text: `event ${n}` }));
  await wire.push(events);
  await wire.push(events.toReversed());
  const client = createClient({ url: (await cluster.nodeOf('queue:to_assistant')).url });
  await client.connect();
  t.after(() => client.destroy());
  assert.deepEqual(await client.lRange('queue:to_assistant', 0, -1), events.map(({ text }) => text).toReversed());
  // The control: keys of several slots are refused.
  const several = client.eval('return 1', { keys: ['queue:to_assistant', 'pushed:event-0:1', 'pushed:event-1:1'] });
  await assert.rejects(several, /CROSSSLOT/);
});

test('while a node is gone what lies there is refused, and nobody waits; when it is back it is used', async (t) => {
  const cluster = await clusterFor(t);
  if (cluster === null) return;
  const store = await openRedis(t, cluster.url, 500);
  const key = storeKey('fsm', { bot_id: 902 }, 'there');
  await store.set(key, 'here', TTL_MS);
  const home = await cluster.nodeOf(key.text);
  await home.kill();
  await assert.rejects(store.get(key), KeyValueAway);
  await home.restart();
  await until('it is used', () =>
    store.get(key).then(
      (value) => value === null,
      () => false,
    ),
  );
  await until('all is told to be well', () => store.changes.at(-1)?.away === false);
});
