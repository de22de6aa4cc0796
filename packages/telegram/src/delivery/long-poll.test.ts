import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HookUpdate } from '../test-hook.ts';
import { type Reply, testWorld } from '../test-world.ts';

const updates = (reply: Reply): readonly HookUpdate[] => reply.result as HookUpdate[];
const texts = (reply: Reply): readonly unknown[] => updates(reply).map((update) => update.message?.text);

test('getUpdates gives updates in order until an offset confirms them', async () => {
  await using world = await testWorld();
  await world.anna.type('one');
  await world.anna.type('two');
  await world.anna.type('three');
  assert.deepEqual(texts(await world.call('getUpdates', { limit: 2 })), ['one', 'two']);
  const all = await world.call('getUpdates');
  assert.deepEqual(texts(all), ['one', 'two', 'three']);
  const second = updates(all)[1]?.update_id ?? 0;
  assert.deepEqual(texts(await world.call('getUpdates', { offset: second })), ['two', 'three']);
  assert.deepEqual(texts(await world.call('getUpdates', { offset: -1 })), ['three']);
  assert.deepEqual(texts(await world.call('getUpdates')), ['three']);
});

test('getUpdates with a timeout answers as soon as something happens', async () => {
  await using world = await testWorld();
  const polling = world.call('getUpdates', { timeout: 30 });
  await world.arrived('getUpdates', 1);
  await world.anna.type('now');
  assert.deepEqual(texts(await polling), ['now']);
});

test('getUpdates answers with nothing when its timeout has passed by the clock', async () => {
  await using world = await testWorld({ frozen: true });
  const polling = world.call('getUpdates', { timeout: 30 });
  await world.arrived('getUpdates', 1);
  world.emulator.clock.advance(30_000);
  assert.deepEqual(updates(await polling), []);
});

test('a second getUpdates ends the first with 409', async () => {
  await using world = await testWorld();
  const first = world.call('getUpdates', { timeout: 30 });
  await world.arrived('getUpdates', 1);
  const second = world.call('getUpdates', { timeout: 30 });
  const reply = await first;
  await world.arrived('getUpdates', 2);
  assert.equal(reply.error_code, 409);
  assert.equal(
    reply.description,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
  await world.anna.type('hi');
  assert.deepEqual(texts(await second), ['hi']);
});

test('setWebhook ends a waiting getUpdates and forbids further ones until it is deleted', async () => {
  await using world = await testWorld();
  const polling = world.call('getUpdates', { timeout: 30 });
  await world.arrived('getUpdates', 1);
  await world.call('setWebhook', { url: 'http://127.0.0.1:9/hook' });
  assert.equal((await polling).description, 'Conflict: terminated by setWebhook request');
  const refused = await world.call('getUpdates');
  assert.equal(
    refused.description,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  await world.call('deleteWebhook');
  assert.equal((await world.call('getUpdates')).ok, true);
});

test('allowed_updates keeps other kinds away until an empty list brings back the default', async () => {
  await using world = await testWorld();
  await world.call('getUpdates', { allowed_updates: ['callback_query'] });
  await world.anna.type('unseen');
  assert.deepEqual(updates(await world.call('getUpdates')), []);
  await world.call('getUpdates', { allowed_updates: [] });
  await world.anna.type('seen');
  assert.deepEqual(texts(await world.call('getUpdates')), ['seen']);
});
