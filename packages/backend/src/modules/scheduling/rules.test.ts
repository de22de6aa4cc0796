import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lightestFirst, type Taken, type WeeklyHours } from './rules.ts';
import { dayTime, type Load, loadMark } from './rules-load.ts';
import { offerDays, type Staffer } from './rules-offer.ts';

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

/** The mark of a day worked from nine to one and from two to six, by somebody who gives a service of an hour. */
const markOf = ({ taken = [], now = 0, notice = 0, weekly = WEEKLY }: Partial<Given> = {}): Load | undefined => {
  const staffer: Staffer = {
    specialist_id: 'a',
    zone: 'UTC',
    weekly,
    overrides: [],
    taken,
    service: { ...SERVICE, min_notice_minutes: notice },
    rooms: null,
  };
  const range = { zone: 'UTC', from_day: '1970-01-01', to_day: '1970-01-01' };
  return offerDays([staffer], range, now)[0]?.load;
};
type Given = { taken: Taken[]; now: number; notice: number; weekly: WeeklyHours[] };
const WEEKLY: WeeklyHours[] = EIGHT_HOURS.map(({ from, to }) => ({
  weekday: 4,
  from_minute: from / 60_000,
  to_minute: to / 60_000,
}));
const SERVICE = {
  duration_minutes: 60,
  step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  horizon_days: 60,
};

test('a day is free while at least half of its bookable time is, busy below that', () => {
  assert.equal(markOf(), 'free');
  assert.equal(markOf({ taken: [row(9, 13)] }), 'free');
  assert.equal(markOf({ taken: [row(9, 13), row(17.9, 18)] }), 'busy');
});

test('a day is full when nothing fits and closed without working hours', () => {
  assert.equal(markOf({ taken: [row(8, 19)] }), 'full');
  assert.equal(markOf({ taken: [9, 10, 11, 12, 14, 15, 16, 17].map((hour) => row(hour, hour + 0.1)) }), 'full');
  assert.equal(markOf({ weekly: [] }), 'closed');
});

test('only what can still be booked counts on a day that has begun', () => {
  assert.equal(markOf({ taken: [row(14, 17)] }), 'free');
  assert.equal(markOf({ taken: [row(14, 17)], now: 12 * HOUR, notice: 60 }), 'busy');
  assert.equal(markOf({ taken: [row(14, 17)], now: 20 * HOUR }), 'full');
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
