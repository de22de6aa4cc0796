import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tortureBroadcast } from './broadcast.ts';
import { torturePacing } from './pacing.ts';

test('bots that send as fast as they may are never refused, and a reminder does not wait for a broadcast', async (t) => {
  const { figures, wrong } = await torturePacing(t, { bots: 3, messages_each: 90 });
  assert.deepEqual(wrong, []);
  assert.ok(Number(figures['reminders']) >= 2);
});

test('control: without turns Telegram refuses', async (t) => {
  const { wrong } = await torturePacing(t, { bots: 1, messages_each: 200, paced: false });
  assert.match(wrong.join('\n'), /refused \d+ messages/);
});

test('a reminder that is due in the middle of a broadcast goes before the rest of it, and everybody is told once', async (t) => {
  const { wrong } = await tortureBroadcast(t, { people: 250 });
  assert.deepEqual(wrong, []);
});

test('control: with equal rank it waits for all that wait already', async (t) => {
  const { wrong } = await tortureBroadcast(t, { people: 250, equal: true });
  assert.match(wrong.join('\n'), /messages of the broadcast went before the reminder/);
});
