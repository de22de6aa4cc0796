import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bulletin } from '@okno/contract';
import { uuid } from './fake-backend.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World } from './world.test.ts';

const bulletinOf = (fields: Partial<Bulletin>): Bulletin => ({
  id: uuid(500),
  kind: 'undelivered',
  bot_id: BOT_ID,
  telegram_id: PERSON_ID,
  language: 'en',
  count: 0,
  first: [],
  username: null,
  host: null,
  ...fields,
});

const failed = (client: string, fields: Partial<Bulletin['first'][number]> = {}): Bulletin['first'][number] => ({
  kind: 'booking_reminder',
  status: 'failed',
  client,
  starts_at: '2026-03-05T09:00:00Z',
  time_zone: 'UTC',
  ...fields,
});

const startedWorld = async (): Promise<World> => {
  const world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  return world;
};

test('the staff is told in one message what has not arrived; names stay text', async () => {
  await using world = await startedWorld();
  const first = [failed('<b>Anna</b> & Co'), failed('Boris', { kind: 'booking_cancelled', status: 'uncertain' })];
  const delivery = await world.deliver(bulletinOf({ count: 7, first }));
  assert.equal(delivery.status, 'sent');
  assert.equal(
    world.olga.lastMessage('bot')?.text,
    [
      '⚠️ 7 messages have not arrived',
      '',
      '<b>Anna</b> & Co: reminder of Thu 5 March, 09:00',
      'Boris: news of the visit on Thu 5 March, 09:00 (may have arrived)',
      'and 5 more',
    ].join('\n'),
  );
});

test('an owner is told that nobody can speak for a bot any more', async () => {
  await using world = await startedWorld();
  await world.deliver(bulletinOf({ kind: 'bot_revoked', username: 'salon_bot' }));
  assert.match(world.olga.lastMessage('bot')?.text ?? '', /^⚠️ The bot @salon_bot cannot be used any more/);
});

test('what is told too late is not begun', async () => {
  await using world = await startedWorld();
  world.emulator.clearCalls();
  assert.deepEqual(await world.deliver(bulletinOf({ count: 1, first: [failed('Anna')] }), () => true), {
    status: 'late',
  });
  assert.deepEqual(world.methods(), []);
});
