import assert from 'node:assert/strict';
import { test } from 'node:test';
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
