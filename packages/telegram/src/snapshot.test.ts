import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from './core/clock.ts';
import { createEmulator } from './emulator.ts';
import type { Snapshot } from './snapshot.ts';
import { testHook } from './test-hook.ts';
import { testWorld } from './test-world.ts';

test('a world goes on from its snapshot: messages, updates, ids, keyboards, webhooks and the clock', async () => {
  await using world = await testWorld({ frozen: true });
  await using hook = await testHook();
  await world.anna.start();
  await world.call('sendMessage', { chat_id: 1, text: 'hi', reply_markup: { keyboard: [['Yes']] } });
  await world.call('setMyCommands', { commands: [{ command: 'start', description: 'Begin' }] });
  world.emulator.clock.advance(1234);
  await world.call('setWebhook', { url: hook.url });
  await hook.next();
  const saved = JSON.parse(JSON.stringify(world.emulator.snapshot())) as Snapshot;

  await using again = await testWorld({ frozen: true, snapshot: saved });
  const delivery = await hook.next();
  assert.equal(delivery.update.message?.text, '/start');
  delivery.answer();
  assert.deepEqual(JSON.parse(JSON.stringify(again.anna.chat())), JSON.parse(JSON.stringify(world.anna.chat())));
  assert.equal(again.emulator.clock.offsetMs(), 1234);
  const next = (await again.call('sendMessage', { chat_id: 1, text: 'x' })).result as { message_id: number };
  assert.equal(next.message_id, 3);
  assert.deepEqual((await again.call('getMyCommands')).result, [{ command: 'start', description: 'Begin' }]);
});

test('every change is told to the host', async () => {
  await using world = await testWorld();
  let changes = 0;
  const off = world.emulator.onChange(() => {
    changes += 1;
  });
  await world.anna.start();
  const afterStart = changes;
  await world.call('sendMessage', { chat_id: 1, text: 'x' });
  assert.ok(afterStart > 0 && changes > afterStart);
  await world.call('getMe');
  const before = changes;
  off();
  await world.anna.type('unheard');
  assert.equal(changes, before);
});

test('a snapshot of another version is refused', () => {
  const snapshot = { version: 2 } as unknown as Snapshot;
  assert.throws(() => createEmulator({ clock: createClock(), snapshot }), /snapshot: version 2 is not understood/);
});

test('the same person writes to two bots without either knowing of the other', async () => {
  await using world = await testWorld();
  world.emulator.addBot({ token: '7000002:other', username: 'other_bot', first_name: 'Other' });
  await world.anna.type('to the first');
  await world.emulator.as(1, 7_000_002).type('to the second');
  const updates = (await world.call('getUpdates', {}, '7000002:other')).result as { message: { text: string } }[];
  assert.deepEqual(
    updates.map((update) => update.message.text),
    ['to the second'],
  );
  assert.equal(world.anna.messages().length, 1);
});

test('bots and people with bad or taken identities are refused', async () => {
  await using world = await testWorld();
  const { emulator } = world;
  assert.throws(() => emulator.addBot({ token: 'x', username: 'a_bot', first_name: 'A' }), /token must look like/);
  assert.throws(() => emulator.addBot({ token: '7000001:z', username: 'a_bot', first_name: 'A' }), /7000001 is taken/);
  assert.throws(() => emulator.addPerson({ id: 1, first_name: 'A' }), /id: 1 is taken/);
  assert.throws(() => emulator.as(77, 7_000_001), /there is no person with the id 77/);
});
