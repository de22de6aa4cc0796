import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeen } from './seen.ts';

test('an update is noted once, and the same number of another bot is another one', () => {
  const seen = createSeen(10);
  assert.deepEqual([seen.note(1, 5), seen.note(1, 5), seen.note(2, 5), seen.note(1, 6)], [true, false, true, true]);
});

test('the last so many are remembered, and never more than twice as many', () => {
  const seen = createSeen(100);
  for (let id = 1; id <= 1_050; id += 1) {
    assert.equal(seen.note(1, id), true);
    assert.equal(seen.note(1, Math.max(1, id - 99)), false, 'a hundred are remembered at any time');
  }
  assert.equal(seen.note(1, 1_050 - 200), true, 'what came before them is not');
});
