import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from './clock.ts';

test('a moved clock fires what became due at once and in the order of due time', () => {
  const clock = createClock({ now: () => 1000 });
  const fired: string[] = [];
  clock.setTimer(300, () => fired.push('late'));
  clock.setTimer(100, () => fired.push('early'));
  clock.setTimer(100, () => fired.push('early, asked second'));
  clock.setTimer(301, () => fired.push('not yet'))();
  clock.advance(99);
  assert.deepEqual(fired, []);
  clock.advance(201);
  assert.deepEqual(fired, ['early', 'early, asked second', 'late']);
  assert.deepEqual([clock.now(), clock.offsetMs()], [1300, 300]);
});

test('a running clock fires by itself', async () => {
  const clock = createClock();
  const keepAlive = setInterval(() => {}, 1000);
  await new Promise<void>((resolve) => clock.setTimer(5, resolve));
  clearInterval(keepAlive);
});

test('a clock that is set back makes its timers wait longer', () => {
  const clock = createClock({ now: () => 0 });
  let fired = false;
  clock.setTimer(100, () => {
    fired = true;
  });
  clock.setOffset(-1000);
  clock.advance(1000);
  assert.equal(fired, false);
  clock.advance(100);
  assert.equal(fired, true);
});

test('a clock tells when it was moved and refuses steps that are not numbers or go back', () => {
  const clock = createClock({ now: () => 0 });
  let moves = 0;
  const off = clock.onMove(() => {
    moves += 1;
  });
  clock.advance(1);
  off();
  clock.advance(1);
  assert.equal(moves, 1);
  assert.throws(() => clock.advance(Number.NaN), /advance_ms must be a finite number/);
  assert.throws(() => clock.advance(-1), /advance_ms must not be negative/);
});
