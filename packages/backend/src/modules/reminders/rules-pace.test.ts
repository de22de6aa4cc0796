import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_A_MINUTE, MOST_WAITING, minuteOf, needsCount, onceMore, type Pace } from './rules-pace.ts';

const NOW = Date.parse('2031-03-03T09:00:20Z');
const pace = (wish: Partial<Pace> = {}): Pace => ({ minute: minuteOf(NOW), made: 3, waiting: 10, ...wish });

test('each reminder counts for its minute and for what waits', () => {
  assert.deepEqual(onceMore(pace(), undefined, NOW), pace({ made: 4, waiting: 11 }));
  assert.deepEqual(onceMore(undefined, 7, NOW), pace({ made: 1, waiting: 8 }));
});

test('the last of a minute is taken, the next one waits for the next minute', () => {
  assert.deepEqual(
    onceMore(pace({ made: MOST_A_MINUTE - 1 }), undefined, NOW),
    pace({ made: MOST_A_MINUTE, waiting: 11 }),
  );
  const full = pace({ made: MOST_A_MINUTE });
  assert.deepEqual(onceMore(full, undefined, NOW), { code: 'too_many_requests', after_seconds: 40 });
  const later = NOW + 40_000;
  assert.deepEqual(onceMore(full, 5, later), { minute: minuteOf(later), made: 1, waiting: 6 });
});

test('as many as may wait are set, and one more when one of them has fired', () => {
  const full = pace({ waiting: MOST_WAITING });
  assert.equal(needsCount(full, NOW), true, 'nobody is refused by an old count');
  assert.deepEqual(onceMore(full, MOST_WAITING, NOW), { code: 'reminder_limit_reached', limit: MOST_WAITING });
  assert.deepEqual(onceMore(full, MOST_WAITING - 1, NOW), pace({ made: 4, waiting: MOST_WAITING }));
});

test('what waits is counted once a minute, and not with every reminder', () => {
  assert.equal(needsCount(undefined, NOW), true);
  assert.equal(needsCount(pace(), NOW), false);
  assert.equal(needsCount(pace(), NOW + 40_000), true);
});
