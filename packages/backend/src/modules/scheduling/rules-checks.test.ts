import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceShape, WeeklyHours } from './rules.ts';
import { checkService, checkZone } from './rules-checks.ts';
import { checkOverrides, checkWeekly } from './rules-checks-hours.ts';

const hours = (
  weekday: number,
  from_minute: number,
  to_minute: number,
  more: Partial<WeeklyHours> = {},
): WeeklyHours => ({
  weekday: weekday as 0,
  from_minute,
  to_minute,
  ...more,
});
const service: ServiceShape = {
  duration_minutes: 60,
  step_minutes: 30,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
};

test('an unknown zone is named', () => {
  assert.equal(checkZone('Asia/Omsk'), null);
  assert.deepEqual(checkZone('Asia/Omks', 'zone'), { field: 'zone', rule: 'unknown_zone' });
});

test('intervals of a weekday may touch but not overlap', () => {
  assert.equal(checkWeekly([hours(1, 540, 780), hours(1, 780, 900), hours(2, 540, 780)]), null);
  assert.deepEqual(checkWeekly([hours(1, 540, 780), hours(1, 779, 900)]), {
    field: 'weekly.1',
    rule: 'overlaps',
    other: 'weekly.0',
  });
});

test('a shift over midnight may not overlap the next day, also from Saturday to Sunday', () => {
  assert.equal(checkWeekly([hours(6, 1320, 1800), hours(0, 360, 600)]), null);
  assert.equal(checkWeekly([hours(6, 1320, 1800), hours(0, 359, 600)])?.rule, 'overlaps');
  assert.equal(checkWeekly([hours(0, 359, 600), hours(6, 1320, 1800)])?.rule, 'overlaps');
  assert.equal(checkWeekly([hours(0, 1320, 1800), hours(6, 0, 600)]), null);
});

test('hours that are never valid on the same date do not overlap', () => {
  const until = { valid_until: '2026-04-30' };
  const from = { valid_from: '2026-05-01' };
  assert.equal(checkWeekly([hours(5, 540, 780, until), hours(5, 600, 900, from)]), null);
  assert.equal(checkWeekly([hours(5, 540, 780, until), hours(5, 600, 900)])?.rule, 'overlaps');
  // 2026-04-30 is a Thursday: its night reaches into the Friday on which the other hours begin.
  assert.equal(checkWeekly([hours(4, 1320, 1800, until), hours(5, 0, 600, from)])?.rule, 'overlaps');
  // Valid on the same dates, none of which is a Monday.
  const week = { valid_from: '2026-05-05', valid_until: '2026-05-10' };
  assert.equal(checkWeekly([hours(1, 540, 780, week), hours(1, 600, 900, week)]), null);
});

test('an end before the start, more than 24 hours and numbers out of range are refused by field', () => {
  const problem = (row: WeeklyHours) => {
    const found = checkWeekly([row]);
    return `${found?.field} ${found?.rule}`;
  };
  assert.equal(problem(hours(1, 600, 540)), 'weekly.0.to_minute end_before_start');
  assert.equal(problem(hours(1, 600, 600)), 'weekly.0.to_minute end_before_start');
  assert.equal(problem(hours(1, 600, 2041)), 'weekly.0.to_minute too_long');
  assert.equal(problem(hours(1, 1440, 1500)), 'weekly.0.from_minute out_of_range');
  assert.equal(problem(hours(7, 0, 60)), 'weekly.0.weekday out_of_range');
  assert.equal(problem(hours(1, 0.5, 60)), 'weekly.0.from_minute out_of_range');
  assert.equal(problem(hours(1, 0, 60, { valid_from: '2026-02-30' })), 'weekly.0.valid_from not_a_day');
  assert.equal(
    problem(hours(1, 0, 60, { valid_from: '2026-05-02', valid_until: '2026-05-01' })),
    'weekly.0.valid_until end_before_start',
  );
  assert.equal(checkWeekly([hours(1, 0, 1440), hours(2, 1200, 2640)]), null);
});

test('overrides are checked like weekly hours, and a date may be given once', () => {
  const day = '2026-05-01';
  assert.equal(
    checkOverrides([
      { day, intervals: [] },
      { day: '2026-05-02', intervals: [hours(0, 0, 60)] },
    ]),
    null,
  );
  assert.deepEqual(
    checkOverrides([
      { day, intervals: [] },
      { day, intervals: [] },
    ]),
    {
      field: 'overrides.1.day',
      rule: 'duplicate',
      other: 'overrides.0.day',
    },
  );
  assert.deepEqual(checkOverrides([{ day, intervals: [hours(0, 0, 60), hours(0, 30, 90)] }]), {
    field: 'overrides.0.intervals.1',
    rule: 'overlaps',
    other: 'overrides.0.intervals.0',
  });
  assert.equal(checkOverrides([{ day: 'soon', intervals: [] }])?.rule, 'not_a_day');
});

test('durations and steps are multiples of 5 minutes, from 5 minutes to 24 hours', () => {
  const problem = (more: Partial<ServiceShape>) => checkService({ ...service, ...more });
  assert.equal(checkService(service), null);
  assert.equal(problem({ duration_minutes: 1440, step_minutes: 5 }), null);
  assert.deepEqual(problem({ duration_minutes: 0 }), { field: 'service.duration_minutes', rule: 'out_of_range' });
  assert.equal(problem({ duration_minutes: 1445 })?.rule, 'out_of_range');
  assert.equal(problem({ duration_minutes: 62 })?.rule, 'not_multiple_of_5');
  assert.deepEqual(problem({ step_minutes: 7 }), { field: 'service.step_minutes', rule: 'not_multiple_of_5' });
  assert.equal(problem({ buffer_after_minutes: -1 })?.field, 'service.buffer_after_minutes');
  assert.equal(problem({ min_notice_minutes: Number.NaN })?.field, 'service.min_notice_minutes');
  assert.equal(problem({ capacity: 0 })?.field, 'service.capacity');
  assert.equal(problem({ horizon_days: null, capacity: undefined }), null);
});
