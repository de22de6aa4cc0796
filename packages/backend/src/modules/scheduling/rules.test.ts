import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lightestFirst, type Taken } from './rules.ts';
import { dayTime, loadMark, loadOf } from './rules-load.ts';

const HOUR = 3_600_000;
const row = (from: number, to: number, buffer = 0): Taken => ({
  starts_at: from * HOUR,
  ends_at: to * HOUR,
  buffer_before_minutes: buffer,
  buffer_after_minutes: buffer,
});
const EIGHT_HOURS = [
  { from: 9 * HOUR, to: 13 * HOUR },
  { from: 14 * HOUR, to: 18 * HOUR },
];

test('any specialist: the lightest day comes first, ties go by id, the input stays as it is', () => {
  const input = [
    { specialist_id: 'c', minutes_taken: 60 },
    { specialist_id: 'b', minutes_taken: 0 },
    { specialist_id: 'a', minutes_taken: 60 },
  ];
  assert.deepEqual(
    lightestFirst(input).map((one) => one.specialist_id),
    ['b', 'a', 'c'],
  );
  assert.equal(input[0]?.specialist_id, 'c');
});

test('a day is free while at least half of its bookable time is, busy below that', () => {
  const load = (...taken: Taken[]) => loadOf({ windows_of_day: EIGHT_HOURS, taken, slots_count: 1 });
  assert.equal(load(), 'free');
  assert.equal(load(row(9, 13)), 'free');
  assert.equal(load(row(9, 13), row(17.9, 18)), 'busy');
});

test('a day is full when nothing fits and closed without working hours', () => {
  assert.equal(loadOf({ windows_of_day: EIGHT_HOURS, taken: [], slots_count: 0 }), 'full');
  assert.equal(loadOf({ windows_of_day: [], taken: [], slots_count: 0 }), 'closed');
  assert.equal(loadOf({ windows_of_day: [{ from: 5, to: 5 }], taken: [], slots_count: 0 }), 'closed');
});

test('only what can still be booked counts on a day that has begun', () => {
  const day = { windows_of_day: EIGHT_HOURS, taken: [row(14, 17)], slots_count: 1 };
  assert.equal(loadOf(day), 'free');
  assert.equal(loadOf({ ...day, earliest: 13 * HOUR }), 'busy');
  assert.equal(loadOf({ ...day, slots_count: 0, earliest: 20 * HOUR }), 'full');
});

test('taken time counts once, with its own buffers, and only within the working hours', () => {
  const { bookable_ms, free_ms } = dayTime(EIGHT_HOURS, [row(8, 10), row(9, 11), row(13, 14, 30), row(20, 20, 60)]);
  assert.deepEqual([bookable_ms / HOUR, free_ms / HOUR], [8, 5]);
});

test('several specialists share one mark', () => {
  assert.equal(loadMark({ bookable_ms: 16, free_ms: 8 }, 3), 'free');
  assert.equal(loadMark({ bookable_ms: 16, free_ms: 7 }, 3), 'busy');
  assert.equal(loadMark({ bookable_ms: 16, free_ms: 16 }, 0), 'full');
});
