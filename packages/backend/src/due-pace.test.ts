import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace } from './due-pace.ts';

/** How long it takes after each answer until it is time to claim again. */
const open = () => {
  let now = 0;
  const pace = createPace(() => now);
  const claimed = (some: boolean, ms: number | null): number => {
    pace.begin();
    pace.claimed(some, ms);
    const began = now;
    while (!pace.isTimeToClaim()) now += 1;
    return now - began;
  };
  return { pace, claimed };
};

const times = (claim: () => number, count: number): number[] => Array.from({ length: count }, claim);

test('what is due and not to be had is asked for less and less often: its business may be on its way for seconds', () => {
  const { claimed } = open();
  assert.deepEqual(
    times(() => claimed(false, -1000), 8),
    [2, 4, 8, 16, 32, 50, 50, 50],
  );
});

test('it is asked for soon again after something was to be had, after nothing was due, and after somebody woke', () => {
  const { pace, claimed } = open();
  const fail = () => times(() => claimed(false, -1), 5);
  fail();
  assert.equal(claimed(true, -1), 0);
  assert.equal(claimed(false, -1), 2);
  fail();
  assert.equal(claimed(false, 7), 7);
  assert.equal(claimed(false, -1), 2);
  fail();
  pace.wake();
  assert.equal(pace.isTimeToClaim(), true);
  assert.equal(claimed(false, -1), 2);
});
