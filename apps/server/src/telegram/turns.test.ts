import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from './turns.ts';

test('twenty may speak at once, the others one every six seconds: never more than 20 a minute after that, 620 in any hour', () => {
  let now = 1_000_000;
  const { take } = createTurns(() => now);
  const waits = Array.from({ length: 1000 }, take);
  assert.deepEqual(waits.slice(0, 22), [...Array.from({ length: 20 }, () => 0), 6_000, 12_000]);
  assert.ok(waits.filter((ms) => ms <= 3_600_000).length <= 620);
  now += 10 * 3_600_000;
  assert.deepEqual(Array.from({ length: 21 }, take).slice(-2), [0, 6_000]);
});
