import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tortureBookings } from './bookings.ts';
import { withoutGuard } from './controls.ts';

/** The same people in the same order every time; how they meet is left to the machine. */
const SEED = 20_310_303;

test('random clients and one blow after the other: nothing overlaps, is lost, doubled or made by half', async (t) => {
  const run = { people: 8, seconds: 10, seed: SEED, blow_every_ms: 1_500, tell: () => {} };
  const { figures, wrong } = await tortureBookings(t, run);
  assert.deepEqual(wrong, []);
  const { faults = 0, created = 0, cancelled = 0, refused = 0 } = figures;
  assert.ok(faults >= 2 && created >= 10 && cancelled >= 1 && refused >= 1, JSON.stringify(figures));
});

test('control: without the exclusion constraint and the lock the same clients overlap, and it is found', async (t) => {
  const { found } = await withoutGuard(t, 'overlap', { people: 24, seconds: 30, seed: SEED });
  assert.ok(found > 0);
});

test('control: without the lock of a client somebody gets more bookings than allowed, and it is found', async (t) => {
  const { found } = await withoutGuard(t, 'limit', { people: 24, seconds: 60, seed: SEED });
  assert.ok(found > 0);
});
