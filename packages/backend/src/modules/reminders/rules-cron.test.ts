import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCron } from './rules-cron.ts';

const MINUTE_MS = 60_000;
const BERLIN = 'Europe/Berlin';

/** The first `count` times after `from`, in short. */
const times = (expression: string, zone: string, from: string, count: number): string[] => {
  const after = Date.parse(from);
  const rule = readCron(expression, zone, after);
  if ('rule' in rule) throw new Error(rule.rule);
  const found: string[] = [];
  for (let at = rule.next(after); at !== null && found.length < count; at = rule.next(at))
    found.push(new Date(at).toISOString().slice(0, 16));
  return found;
};

const faultOf = (expression: string): string => {
  const read = readCron(expression, 'UTC', Date.parse('2026-03-01T00:00Z'));
  return 'rule' in read ? read.rule : 'none';
};

test('a fixed time that falls into a gap fires once right after it', () => {
  assert.deepEqual(times('30 2 * * *', BERLIN, '2026-03-28T12:00Z', 2), ['2026-03-29T01:00', '2026-03-30T00:30']);
  assert.deepEqual(times('0,30 2 * * *', BERLIN, '2026-03-28T12:00Z', 2), ['2026-03-29T01:00', '2026-03-30T00:00']);
});

test('of a range of hours only the hour in the gap is moved', () => {
  const moved = ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30'];
  assert.deepEqual(times('30 1-3 * * *', BERLIN, '2026-03-28T12:00Z', 3), moved);
  assert.deepEqual(times('30 1-3/1 * * *', BERLIN, '2026-03-28T12:00Z', 3), moved);
});

test('a time that comes twice fires the first time', () => {
  assert.deepEqual(times('30 2 * * *', BERLIN, '2026-10-24T12:00Z', 2), ['2026-10-25T00:30', '2026-10-26T01:30']);
  const hours = ['2026-10-24T23:30', '2026-10-25T00:30', '2026-10-25T02:30'];
  assert.deepEqual(times('30 1-3 * * *', BERLIN, '2026-10-24T12:00Z', 3), hours);
});

test('a rule whose hour or minute begins with a star follows the wall clock', () => {
  const half_hours = ['2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00'];
  assert.deepEqual(times('*/30 * * * *', BERLIN, '2026-10-25T00:00Z', 4), half_hours);
  assert.deepEqual(times('*/30 2 * * *', BERLIN, '2026-03-29T00:00Z', 1), ['2026-03-30T00:00']);
});

test('seconds decide nothing at a clock change', () => {
  assert.deepEqual(times('*/20 30 2 * * *', BERLIN, '2026-03-28T12:00Z', 2), ['2026-03-29T01:00', '2026-03-30T00:30']);
});

test('names, last days, nearest weekdays and counted weekdays are understood', () => {
  const from = '2026-03-01T00:00Z';
  assert.deepEqual(times('0 9 * JAN,jun MON-WED', 'UTC', from, 1), ['2026-06-01T09:00']);
  assert.deepEqual(times('0 9 L * *', 'UTC', from, 2), ['2026-03-31T09:00', '2026-04-30T09:00']);
  assert.deepEqual(times('0 9 15W * *', 'UTC', from, 2), ['2026-03-16T09:00', '2026-04-15T09:00']);
  assert.deepEqual(times('0 9 * * FRI#2', 'UTC', from, 2), ['2026-03-13T09:00', '2026-04-10T09:00']);
  assert.deepEqual(times('0 9 * * 5L', 'UTC', from, 1), ['2026-03-27T09:00']);
});

test('a day of the month or a day of the week is enough', () => {
  assert.deepEqual(times('0 9 10 * MON', 'UTC', '2026-03-01T00:00Z', 3), [
    '2026-03-02T09:00',
    '2026-03-09T09:00',
    '2026-03-10T09:00',
  ]);
});

test('29 February is waited for, 30 February is refused', () => {
  assert.deepEqual(times('0 0 29 2 *', 'UTC', '2097-03-01T00:00Z', 1), ['2104-02-29T00:00']);
  assert.equal(faultOf('0 0 30 2 *'), 'names a time that never comes');
  assert.equal(faultOf('0 0 31 4,6,9,11 *'), 'names a time that never comes');
});

for (const [expression, says] of [
  ['', /five fields/],
  ['* * * *', /five fields/],
  ['@daily', /five fields/],
  ['* * * * * * *', /five fields/],
  ['60 * * * *', /minute: 60/],
  ['0 24 * * *', /hour: 24/],
  ['0 0 32 * *', /day/],
  ['0 0 * 13 *', /month/],
  ['0 0 * * 8', /dayOfWeek: 8/],
  ['*/0 * * * *', /stepping/],
  ['5-1 * * * *', /larger/],
  ['soon * * * *', /illegal/],
  [`0 0 ${'1,'.repeat(100)}1 * *`, /longer than 200/],
] as const)
  test(`${JSON.stringify(expression.slice(0, 30))} is refused with its reason`, () => {
    assert.match(faultOf(expression), says);
  });

/** Minutes or hours as somebody may write them, with what they mean. */
const field = (most: number) =>
  fc.oneof(
    fc
      .integer({ min: 0, max: most })
      .map((one) => ({ text: `${one}`, fits: (value: number) => value === one, star: false })),
    fc.tuple(fc.nat(most), fc.nat(most), fc.integer({ min: 1, max: 7 })).map(([a, b, step]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const fits = (value: number) => value >= from && value <= to && (value - from) % step === 0;
      return { text: `${from}-${to}/${step}`, fits, star: false };
    }),
    fc
      .integer({ min: 1, max: most })
      .map((step) => ({ text: `*/${step}`, fits: (value: number) => value % step === 0, star: true })),
    fc.constant({ text: '*', fits: () => true, star: true }),
  );

type Field = { readonly fits: (value: number) => boolean; readonly star: boolean };
type Rule = { readonly minute: Field; readonly hour: Field };

const fits = ({ minute, hour }: Rule, local: { minute: number; hour: number }): boolean =>
  minute.fits(local.minute) && hour.fits(local.hour);

/** Every minute that passes, by Temporal alone. */
const byTheClock = (rule: Rule, zone: string, from: number, to: number): number[] => {
  const minutes = Array.from({ length: (to - from) / MINUTE_MS - 1 }, (_, index) => from + (index + 1) * MINUTE_MS);
  return minutes.filter((at) => fits(rule, Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)));
};

/** Every minute that can be written down, turned into the instant at which it is kept. */
const byTheCalendar = (rule: Rule, zone: string, from: number, to: number): number[] => {
  const day_before = Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .subtract({ days: 1 });
  const written = Array.from({ length: 4 * 1440 }, (_, index) => day_before.add({ minutes: index }));
  const kept = written
    .filter((local) => fits(rule, local))
    .map((local) => {
      const at = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
      return (
        (at.toPlainDateTime().equals(local) ? at : at.getTimeZoneTransition('next'))?.epochMilliseconds ?? Number.NaN
      );
    });
  return [...new Set(kept)].filter((at) => at > from && at < to).sort((a, b) => a - b);
};

const expected = (rule: Rule, ...range: [zone: string, from: number, to: number]): number[] =>
  rule.minute.star || rule.hour.star ? byTheClock(rule, ...range) : byTheCalendar(rule, ...range);

const CHANGES = [
  ['Europe/Berlin', '2026-03-28T12:00Z'],
  ['Europe/Berlin', '2026-10-24T12:00Z'],
  ['America/New_York', '2026-03-08T00:00Z'],
  ['America/New_York', '2026-11-01T00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T06:00Z'],
  ['Asia/Kolkata', '2026-04-04T06:00Z'],
] as const;

test('every rule of hours and minutes agrees with a walk over the wall clock', () => {
  fc.assert(
    fc.property(field(59), field(23), fc.constantFrom(...CHANGES), (minute, hour, [zone, start]) => {
      const from = Date.parse(start);
      const to = from + 36 * 60 * MINUTE_MS;
      const rule = readCron(`${minute.text} ${hour.text} * * *`, zone, from);
      assert.ok('next' in rule);
      const found: number[] = [];
      for (let at = rule.next(from); at !== null && at < to; at = rule.next(at)) found.push(at);
      const iso = (all: readonly number[]) => all.map((at) => new Date(at).toISOString());
      assert.deepEqual(iso(found), iso(expected({ minute, hour }, zone, from, to)));
    }),
    { numRuns: 150 },
  );
});
