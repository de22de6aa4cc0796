import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reached } from './standby.ts';

const MARKS = [
  { place: 100, at: 1 },
  { place: 100, at: 2 },
  { place: 250, at: 3 },
  { place: 300, at: 4 },
];

test('a standby shows what was true at the newest mark that it has reached; older ones are of no use any more', () => {
  assert.deepEqual(reached(MARKS, 300), MARKS.slice(3));
  assert.deepEqual(reached(MARKS, 10_000), MARKS.slice(3));
  assert.deepEqual(reached(MARKS, 299), MARKS.slice(2));
  assert.deepEqual(reached(MARKS, 100), MARKS.slice(1), 'where nothing was written it is up to date');
  assert.deepEqual(reached(MARKS, 99), []);
  assert.deepEqual(reached([], 99), []);
});
