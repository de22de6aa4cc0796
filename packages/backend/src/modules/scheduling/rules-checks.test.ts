import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WeekRow } from '@okno/contract';
import { checkZone } from '../../time.ts';
import { checkIntervals, checkOverrides, checkWeekly } from './rules-checks.ts';
import { toInterval, toWeek, toWeeklyHours } from './rules-clock.ts';

const hours = (days: number | number[], from: string, to: string, more: Partial<WeekRow> = {}): WeekRow => ({
  days: [days].flat(),
  from,
  to,
  valid_from: null,
  valid_until: null,
  ...more,
});
const fieldOf = (weekly: WeekRow[]) => checkWeekly(weekly)?.field;

test('an unknown zone is named', () => {
  assert.equal(checkZone('Asia/Omsk', 'zone'), null);
  assert.equal(checkZone('Asia/Omks', 'zone')?.field, 'zone');
  assert.equal(checkZone('+03:00', 'zone')?.field, 'zone');
});

test('intervals of a weekday may touch but not overlap', () => {
  assert.equal(checkWeekly([hours(1, '09:00', '13:00'), hours(1, '13:00', '15:00'), hours(2, '09:00', '13:00')]), null);
  assert.deepEqual(checkWeekly([hours([1, 2], '09:00', '13:00'), hours([2, 3], '12:59', '15:00')]), {
    field: 'weekly.1',
    rule: 'must not overlap weekly.0',
    other: 'weekly.0',
  });
  assert.equal(fieldOf([hours([1, 1], '09:00', '13:00')]), 'weekly.0', 'a weekday that is given twice');
});

test('a shift over midnight may not overlap the next day, also from Saturday to Sunday', () => {
  assert.equal(checkWeekly([hours(6, '22:00', '06:00'), hours(0, '06:00', '10:00')]), null);
  assert.equal(fieldOf([hours(6, '22:00', '06:00'), hours(0, '05:59', '10:00')]), 'weekly.1');
  assert.equal(fieldOf([hours(0, '05:59', '10:00'), hours(6, '22:00', '06:00')]), 'weekly.1');
  assert.equal(checkWeekly([hours(0, '22:00', '06:00'), hours(6, '00:00', '10:00')]), null);
  assert.equal(checkWeekly([hours([0, 1, 2, 3, 4, 5, 6], '00:00', '24:00')]), null, 'around the clock');
  assert.equal(fieldOf([hours([0, 1], '00:00', '24:00'), hours(0, '23:00', '01:00')]), 'weekly.1');
});

test('hours that are never valid on the same date do not overlap', () => {
  const until = { valid_until: '2026-04-30' };
  const from = { valid_from: '2026-05-01' };
  assert.equal(checkWeekly([hours(5, '09:00', '13:00', until), hours(5, '10:00', '15:00', from)]), null);
  assert.equal(fieldOf([hours(5, '09:00', '13:00', until), hours(5, '10:00', '15:00')]), 'weekly.1');
  // 2026-04-30 is a Thursday: its night reaches into the Friday on which the other hours begin.
  assert.equal(fieldOf([hours(4, '22:00', '06:00', until), hours(5, '00:00', '10:00', from)]), 'weekly.1');
  // Valid on the same dates, none of which is a Monday.
  const week = { valid_from: '2026-05-05', valid_until: '2026-05-10' };
  assert.equal(checkWeekly([hours(1, '09:00', '13:00', week), hours(1, '10:00', '15:00', week)]), null);
});

test('hours without length and a validity that ends before it begins are refused by field', () => {
  assert.equal(fieldOf([hours(1, '09:00', '10:00'), hours(2, '09:00', '09:00')]), 'weekly.1.to');
  assert.equal(
    fieldOf([hours(1, '09:00', '10:00', { valid_from: '2026-05-02', valid_until: '2026-05-01' })]),
    'weekly.0.valid_until',
  );
});

test('overrides are checked like weekly hours, and a date may be given once', () => {
  const night = { from: '22:00', to: '02:00' };
  const date = '2026-05-01';
  assert.equal(
    checkOverrides([
      { date, intervals: [] },
      { date: '2026-05-02', intervals: [night] },
    ]),
    null,
  );
  assert.deepEqual(
    checkOverrides([
      { date, intervals: [] },
      { date, intervals: [] },
    ]),
    {
      field: 'overrides.1.date',
      rule: 'is given twice',
      other: 'overrides.0.date',
    },
  );
  assert.equal(
    checkIntervals([night, { from: '01:00', to: '03:00' }]),
    null,
    'its own early morning, not the next one',
  );
  assert.deepEqual(checkOverrides([{ date, intervals: [night, { from: '23:00', to: '24:00' }] }]), {
    field: 'overrides.0.intervals.1',
    rule: 'must not overlap overrides.0.intervals.0',
    other: 'overrides.0.intervals.0',
  });
});

test('an end that is not after its start lies on the following day, and 24:00 ends the day', () => {
  assert.deepEqual(toInterval({ from: '22:00', to: '02:00' }), { from_minute: 1320, to_minute: 1560 });
  assert.deepEqual(toInterval({ from: '09:30', to: '24:00' }), { from_minute: 570, to_minute: 1440 });
});

test('a week that is stored row by row is told in the lines it was given in', () => {
  const week = [
    hours([1, 2, 5], '09:00', '13:00'),
    hours([1], '14:00', '24:00'),
    hours([6], '22:00', '02:00', { valid_from: '2026-05-01' }),
  ];
  const told = toWeek(week.flatMap(toWeeklyHours).toReversed());
  assert.deepEqual(new Set(told.map((row) => JSON.stringify(row))), new Set(week.map((row) => JSON.stringify(row))));
});
