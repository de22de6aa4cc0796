import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRedis } from '../../support/redis.ts';
import { tortureNotifications } from './notifications.ts';

const run = { plan: { tenants: 2, bots_each: 3, clients: 120 }, seed: 20_310_303, tell: () => {} };

test('a sender that is killed again and again loses nothing, repeats what was in flight at most, and sends nothing that was called off', async (t) => {
  const { figures, wrong } = await tortureNotifications(t, { ...run, signal: 'SIGKILL', blows: 3 });
  assert.deepEqual(wrong, []);
  const { in_flight = 0, cancelled = 0 } = figures;
  assert.ok(in_flight > 0 && cancelled > 5, JSON.stringify(figures));
});

test('a sender that is told to stop repeats nothing', async (t) => {
  const { figures, wrong } = await tortureNotifications(t, { ...run, signal: 'SIGTERM', blows: 2 });
  assert.deepEqual(wrong, []);
  assert.equal(figures['repeated'], 0);
});

test('Redis is emptied and killed under a sender that is killed: nothing is lost', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const { figures, wrong } = await tortureNotifications(t, { ...run, signal: 'SIGKILL', blows: 3, redis });
  assert.deepEqual(wrong, []);
  assert.ok((figures['in_flight'] ?? 0) > 0, JSON.stringify(figures));
});

test('control: what is settled before it is sent is lost, and it is found', async (t) => {
  const broken = { ...run, signal: 'SIGKILL', blows: 1, without: 'settled_after_sending' } as const;
  const { wrong } = await tortureNotifications(t, broken);
  assert.match(wrong.join('\n'), /messages are lost/);
});

test('control: when a cancellation waits for nobody, messages leave after it was acknowledged, and it is found', async (t) => {
  // One bot, which says thirty things a second: for four seconds something has just been begun whenever a cancellation looks
  // for it. And so slow a Telegram that what was begun has not arrived when its cancellation is acknowledged, on a busy
  // machine too.
  const plan = { tenants: 1, bots_each: 1, clients: 120 };
  const broken = {
    ...run,
    plan,
    signal: 'SIGTERM',
    blows: 1,
    telegram_ms: 1500,
    without: 'cancellation_waits',
  } as const;
  const { wrong } = await tortureNotifications(t, broken);
  assert.match(wrong.join('\n'), /after their cancellation was acknowledged/);
});
