import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStudioDatabase } from '../../e2e/support/database.ts';
import { requireProgram } from '../../support/requires.ts';
import { openWorld, strikeAll } from './blows.ts';
import { lostOf } from './check.ts';

test('of two gateways, a bot and a worker one is killed under load: nothing acknowledged is lost, and everybody has an answer', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const run = {
    ...{ what: 'shortly', roles: ['gateway', 'gateway', 'bot', 'worker'], blows: [{ kill: 0 }] },
    ...{ clients: 20, talkers: 2, between_ms: 100, database: await openStudioDatabase(t), tell: () => {} },
  };
  const world = await openWorld(t, run);
  const { wrong, figures } = await strikeAll(world, run);
  assert.deepEqual(wrong, []);
  assert.ok((figures['bookings'] ?? 0) > 0 && (figures['taps'] ?? 0) > 0, JSON.stringify(figures));
  // The control: one booking less is noticed.
  const { rows } = world.town;
  await rows(`begin; set local session_replication_role = replica;
    delete from bookings where id = (select id from bookings limit 1); commit`);
  assert.match(`${await lostOf(rows, world.load)}`, /^1 of \d+ acknowledged bookings or cancellations are lost$/);
});
