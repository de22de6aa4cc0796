import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupName, outdated } from './keep.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2031-03-31T03:00:00Z');
const daysAgo = (days: number) => {
  const at = NOW - days * DAY_MS;
  return { name: backupName(new Date(at)), at };
};
const MONTH = Array.from({ length: 40 }, (_, days) => daysAgo(days));
const keptOf = (files: readonly { at: number }[], keeping: { days: number; weeks: number }) => {
  const gone = outdated(files as typeof MONTH, keeping, NOW);
  return files.filter((file) => !gone.some(({ at }) => at === file.at)).map(({ at }) => (NOW - at) / DAY_MS);
};

test('a name tells the instant, and sorts by it', () => {
  assert.equal(backupName(new Date('2031-03-31T03:00:01.500Z')), 'okno-2031-03-31T030001Z.backup');
});

test('every backup of a week is kept, and of the weeks before the first one each', () => {
  const kept = keptOf(MONTH, { days: 7, weeks: 4 });
  assert.deepEqual(kept.slice(0, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
  const weekly = kept.slice(8);
  assert.equal(weekly.length, 3);
  for (const [index, days] of weekly.entries())
    if (index > 0) assert.equal(days - (weekly[index - 1] ?? 0), 7, 'a week apart');
  assert.ok((weekly.at(-1) ?? 0) <= 28);
});

test('without weeks nothing is older than the days', () => {
  assert.deepEqual(keptOf(MONTH, { days: 3, weeks: 0 }), [0, 1, 2, 3]);
});

test('the newest stays, however old it is', () => {
  assert.deepEqual(keptOf([daysAgo(400), daysAgo(300)], { days: 7, weeks: 4 }), [300]);
});
