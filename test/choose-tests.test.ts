import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose } from '../scripts/choose-tests.ts';

const FILES = [
  'packages/bot/src/calendar.test.ts',
  'packages/backend/src/due.test.ts',
  'packages/backend/src/rules.test.ts',
];
const [calendar, due, rules] = FILES;

test('tests are chosen by parts of their path, and all of them without any', () => {
  assert.deepEqual(choose(FILES, []), FILES);
  assert.deepEqual(choose(FILES, ['calendar', 'packages/backend/src/due.test.ts']), [calendar, due]);
  assert.deepEqual(choose(FILES, ['nothing']), []);
});

test('what has a ! before it is left out', () => {
  assert.deepEqual(choose(FILES, ['packages/backend', '!/rules']), [due]);
  assert.deepEqual(choose(FILES, ['!calendar']), [due, rules]);
});
