import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tempFolder } from '../../e2e/support/at-end.ts';
import { countAway, withoutAway, wrongOfAway } from './away.ts';

const lineOf = (event: string): string => `{"level":"warn","event":"${event}"}\n`;

test('that Redis was away is left out of a log, and counted over all who write', (t) => {
  const folder = tempFolder(t);
  assert.equal(countAway(folder), 0);
  const lines = [lineOf('redis_away'), lineOf('fault'), lineOf('redis_back'), lineOf('queue_away')].join('');
  assert.equal(withoutAway(folder, lines), lineOf('fault') + lineOf('queue_away'));
  assert.equal(withoutAway(folder, lineOf('redis_away')), '');
  assert.equal(countAway(folder), 2);
});

test('more of it than one busy moment explains is wrong', () => {
  assert.deepEqual(wrongOfAway(18, 18), []);
  assert.match(`${wrongOfAway(19, 18)}`, /away 19 times/);
});
