/** The slot arithmetic against the oracle for generated schedules, and its properties; zones.test.ts sweeps the zones. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type OracleInput, oracleStarts } from '../../test-support/oracle.ts';
import { startsOf } from '../../test-support/zones.ts';
import { addDays, DAY_MS, dayToEpoch, MINUTE_MS, startOfDay } from '../../time.ts';
import type { Taken, WeeklyHours } from './rules.ts';

import { blockedBy } from './rules-blocks.ts';
import { whyNot } from './rules-why-not.ts';
import { workingWindows } from './rules-windows.ts';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

const bounds = (input: OracleInput) => ({
  from: startOfDay(input.zone, dayToEpoch(input.from_day)),
  to: startOfDay(input.zone, dayToEpoch(input.to_day) + 1),
});

// Days next to which something happens to the clocks, and two on which nothing does.
const PLACES = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-12-31'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Africa/Cairo', '2026-04-24'],
  ['Asia/Beirut', '2026-10-25'],
  ['Africa/Casablanca', '2026-02-15'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Atlantic/Azores', '2026-10-25'],
  ['Antarctica/Troll', '2026-03-29'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kathmandu', '2026-05-01'],
] as const;

const minutesOf = (min: number, max: number) => fc.integer({ min: min / 5, max: max / 5 }).map((n) => n * 5);
const interval = fc.record({ from_minute: minutesOf(0, 1435), length: minutesOf(5, 1440) }).map((row) => ({
  from_minute: row.from_minute,
  to_minute: row.from_minute + row.length,
}));
const offset = fc.integer({ min: -3, max: 3 });

const schedules = fc
  .record({
    place: fc.constantFrom(...PLACES),
    weekly: fc.array(fc.tuple(fc.constantFrom(...WEEKDAYS), interval, fc.option(offset), fc.option(offset)), {
      minLength: 1,
      maxLength: 14,
    }),
    overrides: fc.uniqueArray(fc.tuple(offset, fc.array(interval, { maxLength: 2 })), {
      selector: (row) => row[0],
      maxLength: 2,
    }),
    taken: fc.array(
      fc.tuple(
        fc.integer({ min: -2880, max: 4320 }),
        fc.integer({ min: 0, max: 400 }),
        minutesOf(0, 30),
        minutesOf(0, 30),
      ),
      { maxLength: 12 },
    ),
    service: fc.record({
      duration_minutes: minutesOf(5, 300),
      step_minutes: fc.constantFrom(5, 10, 15, 20, 25, 30, 35, 40, 45, 60, 90, 120),
      buffer_before_minutes: fc.constantFrom(0, 0, 5, 20),
      buffer_after_minutes: fc.constantFrom(0, 0, 10, 15),
      min_notice_minutes: fc.constantFrom(0, 0, 61, 1440),
      packed: fc.boolean(),
    }),
    now: fc.integer({ min: -5000, max: 1500 }),
    horizon: fc.integer({ min: 0, max: 6000 }),
    days: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ place: [zone, day], ...drawn }): OracleInput => {
    const origin = startOfDay(zone, dayToEpoch(day));
    const dayAt = (days: number | null) => (days === null ? null : addDays(day, days));
    return {
      zone,
      weekly: drawn.weekly.map(
        ([weekday, hours, from, until]): WeeklyHours => ({
          weekday,
          ...hours,
          valid_from: dayAt(from),
          valid_until: dayAt(until),
        }),
      ),
      overrides: drawn.overrides.map(([days, intervals]) => ({ day: addDays(day, days), intervals })),
      taken: drawn.taken.map(
        ([start, length, before, after]): Taken => ({
          starts_at: origin + start * MINUTE_MS,
          ends_at: origin + (start + length) * MINUTE_MS,
          buffer_before_minutes: before,
          buffer_after_minutes: after,
        }),
      ),
      service: drawn.service,
      now: origin + drawn.now * MINUTE_MS,
      horizon_end: origin + drawn.horizon * MINUTE_MS,
      from_day: addDays(day, -1),
      to_day: addDays(day, drawn.days - 1),
    };
  });

const RUN = { seed: 20260501, numRuns: 2000 };

test('for any hours, bookings and service the starts are those of the oracle', () => {
  fc.assert(
    fc.property(schedules, (input) => assert.deepEqual(startsOf(input), oracleStarts(input))),
    RUN,
  );
});

test('a range is the concatenation of its days', () => {
  fc.assert(
    fc.property(schedules, (input) => {
      const days: number[] = [];
      for (let day = input.from_day; day <= input.to_day; day = addDays(day, 1)) {
        days.push(...startsOf({ ...input, from_day: day, to_day: day }));
      }
      assert.deepEqual(days, startsOf(input));
    }),
    RUN,
  );
});

test('no slot with its buffers meets anything taken with its buffers', () => {
  fc.assert(
    fc.property(schedules, (input) => {
      const { service, taken } = input;
      const ranges = taken.filter((row) => row.starts_at < row.ends_at).map((row) => blockedBy(row, service));
      for (const start of startsOf(input)) {
        const end = start + service.duration_minutes * MINUTE_MS;
        assert.equal(
          ranges.some((range) => start < range.to && range.from < end),
          false,
        );
      }
    }),
    RUN,
  );
});

test('every start is either offered or refused by a rule, never both', () => {
  fc.assert(
    fc.property(schedules, (input) => {
      const offered = new Set(startsOf(input));
      const windows = workingWindows(input);
      const { from, to } = bounds(input);
      const end = Math.min(to, from + 2 * DAY_MS);
      for (let start = from; start < end; start += 5 * MINUTE_MS) {
        const refusal = whyNot({ ...input, windows, start });
        assert.equal(refusal === null, offered.has(start), `${start} ${refusal?.rule}`);
        assert.equal(refusal?.rule === 'taken', refusal?.row !== undefined);
      }
    }),
    { ...RUN, numRuns: 100 },
  );
});
