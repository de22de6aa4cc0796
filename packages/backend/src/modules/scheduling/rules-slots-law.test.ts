/** The slot arithmetic against the oracle: every kind of clock change, generated schedules, and its properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type OracleInput, oracleStarts } from '../../test-support/oracle.ts';
import { addDays, DAY_MS, dayToEpoch, MINUTE_MS, startOfDay } from '../../time.ts';
import type { ServiceShape, Taken, WeeklyHours } from './rules.ts';

import { blockedBy, freeSlots } from './rules-slots.ts';
import { whyNot } from './rules-why-not.ts';
import { workingWindows } from './rules-windows.ts';

const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const FAR = 8e14;

const bounds = (input: OracleInput) => ({
  from: startOfDay(input.zone, dayToEpoch(input.from_day)),
  to: startOfDay(input.zone, dayToEpoch(input.to_day) + 1),
});
const starts = (input: OracleInput): number[] =>
  freeSlots({ ...input, ...bounds(input), windows: workingWindows(input) }).map((slot) => slot.starts_at);
const hint = (input: OracleInput) => JSON.stringify(input);

const NIGHT_AND_DAY_RULES: { hours: [number, number][]; service: Partial<ServiceShape> }[] = [
  { hours: [[1320, 1800]], service: { step_minutes: 60, duration_minutes: 60 } },
  { hours: [[0, 1440]], service: { step_minutes: 45, duration_minutes: 60, buffer_after_minutes: 10 } },
  { hours: [[60, 300]], service: { step_minutes: 30, duration_minutes: 30 } },
  {
    hours: [
      [540, 780],
      [840, 1080],
    ],
    service: { step_minutes: 15, duration_minutes: 90 },
  },
  {
    hours: [
      [95, 130],
      [135, 190],
    ],
    service: { step_minutes: 20, duration_minutes: 20, packed: true },
  },
];

const plain: ServiceShape = {
  duration_minutes: 60,
  step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  min_notice_minutes: 0,
};

/** Local days on which clocks change in 2024–2027. */
function changeDays(zone: string): string[] {
  const days: string[] = [];
  let next = Temporal.Instant.from('2024-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next !== null && next.year < 2028) {
    days.push(next.toPlainDate().toString());
    next = next.getTimeZoneTransition('next');
  }
  return days;
}

test('around the clock changes of 2024 to 2027 the starts are those of the oracle', () => {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => changeDays(zone).length > 0);
  let cases = 0;
  let found = 0;
  for (const [index, zone] of zones.entries()) {
    for (const [change, day] of changeDays(zone).entries()) {
      // Every zone and every rule, but a quarter of their product.
      for (const [kind, rule] of NIGHT_AND_DAY_RULES.entries()) {
        if ((index + change * 3 + kind) % 4 !== 0) continue;
        const weekly = WEEKDAYS.flatMap((weekday) =>
          rule.hours.map(([from_minute, to_minute]) => ({ weekday, from_minute, to_minute })),
        );
        const starts_at = startOfDay(zone, dayToEpoch(day)) + 100 * MINUTE_MS;
        const ends_at = starts_at + 25 * MINUTE_MS;
        const taken = [{ starts_at, ends_at, buffer_before_minutes: 5, buffer_after_minutes: 0 }];
        const range = { from_day: addDays(day, -1), to_day: addDays(day, 1) };
        const service = { ...plain, ...rule.service };
        const input = { zone, weekly, overrides: [], taken, service, now: 0, horizon_end: FAR, ...range };
        const expected = oracleStarts(input);
        assert.deepEqual(starts(input), expected, hint(input));
        cases++;
        found += expected.length;
      }
    }
  }
  assert.ok(cases > 1000 && found > 50_000, `${cases} cases, ${found} starts`);
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
    fc.property(schedules, (input) => assert.deepEqual(starts(input), oracleStarts(input))),
    RUN,
  );
});

test('a range is the concatenation of its days', () => {
  fc.assert(
    fc.property(schedules, (input) => {
      const days: number[] = [];
      for (let day = input.from_day; day <= input.to_day; day = addDays(day, 1)) {
        days.push(...starts({ ...input, from_day: day, to_day: day }));
      }
      assert.deepEqual(days, starts(input));
    }),
    RUN,
  );
});

test('no slot with its buffers meets anything taken with its buffers', () => {
  fc.assert(
    fc.property(schedules, (input) => {
      const { service, taken } = input;
      const ranges = taken.filter((row) => row.starts_at < row.ends_at).map((row) => blockedBy(row, service));
      for (const start of starts(input)) {
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
      const offered = new Set(starts(input));
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
