import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { type OracleRule, oracle, textOf } from '../../test-support/recurrence-oracle.ts';
import { formatInstant } from '../../time.ts';
import {
  countBefore,
  firstOccurrences,
  occurrencesBetween,
  type Recurrence,
  type RecurrenceInput,
  readRecurrence,
} from './rules-recurrence.ts';

const given = (fields: Partial<RecurrenceInput>): RecurrenceInput => ({
  timezone: 'Europe/Berlin',
  starts_at_local: '2026-03-02T18:00:00',
  rrule: 'FREQ=WEEKLY',
  exdates: [],
  ...fields,
});

const read = (fields: Partial<RecurrenceInput>): Recurrence => {
  const recurrence = readRecurrence(given(fields));
  if ('field' in recurrence) throw new Error(`${recurrence.field} ${recurrence.rule}`);
  return recurrence;
};

const expand = (fields: Partial<RecurrenceInput>, limit = 10): string[] =>
  firstOccurrences(read(fields), limit).map(formatInstant);

/** Zones whose clocks change in different ways, also by half an hour and at midnight. */
const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo', 'Asia/Tehran'],
  ...[
    'Pacific/Apia',
    'America/Havana',
    'Europe/London',
    'Pacific/Chatham',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'UTC',
  ],
];

const someOf = (most: number, negative: boolean) =>
  fc.uniqueArray(
    fc.integer({ min: negative ? -most : 1, max: most }).filter((one) => one !== 0),
    { minLength: 1, maxLength: 3 },
  );

const weekdays = (nth: fc.Arbitrary<number>) =>
  fc.uniqueArray(fc.record({ nth, weekday: fc.integer({ min: 1, max: 7 }) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ nth: which, weekday }) => `${which}${weekday}`,
  });

const ends = fc.oneof(
  fc.constant({}),
  fc.record({ count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    until: fc
      .tuple(fc.integer({ min: 0, max: 900 }), fc.constantFrom('T023000Z', 'T023000', 'T180000Z', ''))
      .map(
        ([days, time]) =>
          `${Temporal.PlainDate.from('2026-01-01').add({ days }).toString().replaceAll('-', '')}${time}`,
      ),
  }),
);

const maybe = <K extends string, T>(name: K, of: fc.Arbitrary<T>) =>
  fc.option(of, { nil: undefined }).map((value) => (value === undefined ? {} : { [name]: value }));

const each = fc.constant(0);
const partsOf: Record<OracleRule['freq'], fc.Arbitrary<Partial<OracleRule>>[]> = {
  DAILY: [maybe('byday', weekdays(each)), maybe('bymonthday', someOf(31, true)), maybe('bymonth', someOf(12, false))],
  WEEKLY: [
    maybe('byday', weekdays(each)),
    maybe('bymonth', someOf(12, false)),
    maybe('wkst', fc.integer({ min: 1, max: 7 })),
  ],
  MONTHLY: [
    maybe('byday', weekdays(fc.integer({ min: -5, max: 5 }))),
    maybe('bymonthday', someOf(31, true)),
    maybe('bymonth', someOf(12, false)),
  ],
  YEARLY: [
    maybe('byday', weekdays(fc.integer({ min: -5, max: 5 }))),
    maybe('bymonthday', someOf(31, true)),
    maybe('byyearday', someOf(366, true)),
    maybe('bymonth', someOf(12, false)),
  ],
};

type Parts = { -readonly [K in keyof OracleRule]?: OracleRule[K] };

/** Takes away what makes a rule one that is refused. */
const leaveOutRefused = (freq: OracleRule['freq'], by: Parts): void => {
  if (by.byyearday !== undefined) for (const name of ['byday', 'bymonthday', 'bymonth'] as const) delete by[name];
  const { byday } = by;
  if (byday === undefined) return;
  // Every Monday, and the first one as well.
  const every = byday.filter(({ nth }) => nth === 0).map(({ weekday }) => weekday);
  const counted = byday.filter(({ nth, weekday }) => nth !== 0 && !every.includes(weekday));
  by.byday =
    freq === 'YEARLY' && every.length > 0
      ? byday.filter(({ nth }) => nth === 0)
      : byday.filter((day) => day.nth === 0 || counted.includes(day));
  if (freq === 'YEARLY' && by.byday.some(({ nth }) => nth !== 0)) delete by.bymonthday;
};

const rules: fc.Arbitrary<OracleRule> = fc
  .constantFrom<OracleRule['freq']>('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
  .chain((freq) =>
    fc
      .tuple(
        fc.integer({ min: 1, max: freq === 'YEARLY' ? 3 : 5 }),
        ends,
        maybe('bysetpos', someOf(5, true)),
        ...partsOf[freq],
      )
      .map(([interval, end, setpos, ...parts]) => {
        const by: Parts = Object.assign({}, ...parts);
        leaveOutRefused(freq, by);
        const chooses = by.byday ?? by.bymonthday ?? by.byyearday ?? by.bymonth;
        return { freq, interval, ...by, ...end, ...(chooses === undefined ? {} : setpos) };
      }),
  );

const starts = fc
  .tuple(
    fc.integer({ min: 0, max: 800 }),
    fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '03:15', '18:00'),
  )
  .map(([days, time]) => `${Temporal.PlainDate.from('2026-01-01').add({ days })}T${time}:00`);

const cases = fc.record({ rule: rules, zone: fc.constantFrom(...ZONES), start: starts });

/** What the rule gives; one that never happens or ended before it began gives nothing. */
const ours = ({ rule, zone, start }: { rule: OracleRule; zone: string; start: string }, limit: number): number[] => {
  const recurrence = readRecurrence(given({ timezone: zone, starts_at_local: start, rrule: textOf(rule) }));
  if (!('field' in recurrence)) return firstOccurrences(recurrence, limit);
  assert.match(recurrence.rule, /never happens|UNTIL must not be before/);
  return [];
};

/** Some five seconds; 4,000 have found nothing more. */
const RUNS = 200;
const PERIODS = { DAILY: 800, WEEKLY: 150, MONTHLY: 60, YEARLY: 12 };

test('every rule gives the same occurrences as plain loops over the calendar, in zones of every kind', () => {
  let compared = 0;
  fc.assert(
    fc.property(cases, (one) => {
      const periods = PERIODS[one.rule.freq];
      const expected = oracle(one.rule, { ...one, limit: 40, periods });
      // The loops look at a few years only; what lies beyond them they have not seen.
      const found = ours(one, 40).slice(0, expected.length);
      if (expected.length > 0) compared += 1;
      assert.deepEqual(found.map(formatInstant), expected.map(formatInstant));
      if (one.rule.count !== undefined || one.rule.until !== undefined) return;
      const last = expected.at(-1) ?? 0;
      assert.equal(ours(one, 40).filter((at) => at <= last).length, expected.length);
    }),
    { numRuns: RUNS },
  );
  assert.ok(compared > RUNS / 3, `${compared} of the rules happened`);
});

test('control: the library by itself leaves out what falls into a clock change', () => {
  const start = '2026-03-27T02:30:00';
  const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('Europe/Berlin');
  const alone = new RRuleTemporal({ rruleString: 'FREQ=DAILY;COUNT=4', dtstart, tzid: 'Europe/Berlin' }).all();
  const expected = oracle({ freq: 'DAILY', interval: 1, count: 4 }, { zone: 'Europe/Berlin', start, limit: 4 });
  assert.notDeepEqual(
    alone.map(({ epochMilliseconds }) => epochMilliseconds),
    expected,
  );
  const rrule = 'FREQ=DAILY;COUNT=4';
  assert.deepEqual(firstOccurrences(read({ starts_at_local: start, rrule }), 4), expected);
});

test('a part of the occurrences is the same as that part of all of them', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 200 }));
  fc.assert(
    fc.property(cases, range, ({ rule, zone, start }, [first, days]) => {
      const recurrence = readRecurrence(given({ timezone: zone, starts_at_local: start, rrule: textOf(rule) }));
      if ('field' in recurrence) return;
      const from = Date.parse('2026-01-01T00:30:00Z') + first * 86_400_000;
      const to = from + days * 86_400_000;
      const all = firstOccurrences(recurrence, 1000);
      assert.deepEqual(
        occurrencesBetween(recurrence, from, to),
        all.filter((at) => at >= from && at < to),
      );
    }),
    { numRuns: 300 },
  );
});

test('a lesson at a time that does not exist moves by the length of the gap and is never dropped', () => {
  assert.deepEqual(expand({ starts_at_local: '2026-03-28T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' }), [
    '2026-03-28T01:30:00Z',
    '2026-03-29T01:30:00Z',
    '2026-03-30T00:30:00Z',
  ]);
  const newYork = { timezone: 'America/New_York', starts_at_local: '2026-03-07T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' };
  assert.deepEqual(expand(newYork), ['2026-03-07T07:30:00Z', '2026-03-08T07:30:00Z', '2026-03-09T06:30:00Z']);
  // Half an hour only: 02:15 becomes 02:45.
  const lordHowe = {
    timezone: 'Australia/Lord_Howe',
    starts_at_local: '2026-10-03T02:15:00',
    rrule: 'FREQ=DAILY;COUNT=3',
  };
  assert.deepEqual(expand(lordHowe), ['2026-10-02T15:45:00Z', '2026-10-03T15:45:00Z', '2026-10-04T15:15:00Z']);
});

test('a lesson at a time that comes twice takes place once, at the first', () => {
  assert.deepEqual(expand({ starts_at_local: '2026-10-24T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' }), [
    '2026-10-24T00:30:00Z',
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00Z',
  ]);
});

test('a weekly lesson stays at its time of day when the clocks change', () => {
  assert.deepEqual(expand({ starts_at_local: '2026-03-23T18:00:00', rrule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=2' }), [
    '2026-03-23T17:00:00Z',
    '2026-03-30T16:00:00Z',
  ]);
});

test('a start that does not fit its rule is no occurrence, and COUNT begins with the first that does', () => {
  assert.deepEqual(expand({ rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=2' }), ['2026-03-03T17:00:00Z', '2026-03-10T17:00:00Z']);
});

test('EXDATE leaves out by local time, by instant and in the forms of iCalendar, and COUNT counts what it left out', () => {
  for (const exdate of [
    '2026-03-09T18:00:00',
    '2026-03-09T17:00:00Z',
    '2026-03-09T19:00:00+02:00',
    '20260309T170000Z',
    '20260309T180000',
  ])
    assert.deepEqual(
      expand({ rrule: 'FREQ=WEEKLY;COUNT=3', exdates: [exdate] }),
      ['2026-03-02T17:00:00Z', '2026-03-16T17:00:00Z'],
      exdate,
    );
  assert.equal(
    countBefore(
      read({ rrule: 'FREQ=WEEKLY;COUNT=3', exdates: ['2026-03-09T18:00:00'] }),
      Date.parse('2026-03-16T17:00:00Z'),
    ),
    2,
  );
});

test('an occurrence that was moved out of a gap is left out under either of its times', () => {
  const daily = { starts_at_local: '2026-03-28T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' };
  for (const exdate of ['2026-03-29T02:30:00', '2026-03-29T03:30:00'])
    assert.equal(expand({ ...daily, exdates: [exdate] }).length, 2);
});

test('UNTIL includes its own moment, as an instant, as a local time and as a whole day', () => {
  for (const [until, count] of [
    ['20260309T170000Z', 2],
    ['20260309T165959Z', 1],
    ['20260309T180000', 2],
    ['20260309T175959', 1],
    ['20260309', 2],
    ['20260308', 1],
  ] as const)
    assert.equal(expand({ rrule: `FREQ=WEEKLY;UNTIL=${until}` }).length, count, until);
});

test('where a zone left out a whole day, what was to happen on it and on the next is one occurrence', () => {
  const samoa = { timezone: 'Pacific/Apia', starts_at_local: '2011-12-29T18:00:00', rrule: 'FREQ=DAILY;COUNT=4' };
  assert.deepEqual(expand(samoa), ['2011-12-30T04:00:00Z', '2011-12-31T04:00:00Z', '2012-01-01T04:00:00Z']);
});

test('the name of the property and small letters are understood', () => {
  assert.deepEqual(expand({ rrule: 'RRULE:freq=weekly;count=1' }), ['2026-03-02T17:00:00Z']);
});

test('the 29th of February on a Monday is found, however far ahead', () => {
  assert.deepEqual(expand({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO' }), [
    '2044-02-29T17:00:00Z',
    '2072-02-29T17:00:00Z',
  ]);
});
