/** What lies out of reach may be left out of every question, and nothing else may. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, DAY_MS, dayToEpoch, formatInstant, MINUTE_MS } from '../../time.ts';
import type { Taken, Window } from './rules.ts';
import { chooseGivers, chooseOutsideRules, refusalAt } from './rules-choice.ts';
import { offerDays, type Staffer } from './rules-offer.ts';
import { type AskedDays, reachOf } from './rules-reach.ts';
import { roomTime } from './rules-rooms.ts';

const ZONES = ['Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', 'UTC'] as const;
/** Beside a change of the clocks in Berlin. */
const DAY = '2026-10-25';
const MIDNIGHT = dayToEpoch(DAY) * DAY_MS;

const minutes = (min: number, max: number) => fc.integer({ min: min / 5, max: max / 5 }).map((n) => n * 5);
const interval = fc
  .tuple(minutes(0, 1435), fc.oneof(minutes(30, 600), minutes(5, 1440)))
  .map(([from_minute, length]) => ({ from_minute, to_minute: from_minute + length }));
const weekday = fc.constantFrom(0, 1, 2, 3, 4, 5, 6);
const buffer = fc.constantFrom(0, 0, 15, 240, 720);
const taken = fc
  .tuple(fc.integer({ min: -5 * 288, max: 6 * 288 }), fc.integer({ min: 1, max: 300 }), buffer, buffer, fc.boolean())
  .map(([at, length, before, after, session]): Taken & { id: string } => ({
    id: `${at} ${length}`,
    starts_at: MIDNIGHT + at * 5 * MINUTE_MS,
    ends_at: MIDNIGHT + (at + length) * 5 * MINUTE_MS,
    buffer_before_minutes: before,
    buffer_after_minutes: after,
    ...(session ? { service_id: 'group', seats_left: 2 } : {}),
  }));

const service = fc.record({
  id: fc.constant('group'),
  capacity: fc.constantFrom(1, 1, 5),
  duration_minutes: fc.oneof(minutes(15, 180), minutes(5, 1440)),
  step_minutes: fc.constantFrom(15, 30, 60),
  buffer_before_minutes: buffer,
  buffer_after_minutes: buffer,
  min_notice_minutes: fc.constant(0),
  packed: fc.boolean(),
  horizon_days: fc.constant(60),
});

type Drawn = {
  zone: (typeof ZONES)[number];
  weekly: { from_minute: number; to_minute: number; weekday: number }[];
  rows: (Taken & { id: string })[];
};
const member: fc.Arbitrary<Drawn> = fc.record({
  zone: fc.constantFrom(...ZONES),
  weekly: fc.array(
    fc.tuple(weekday, interval).map(([weekday, one]) => ({ weekday, ...one })),
    { minLength: 1, maxLength: 10 },
  ),
  rows: fc.array(taken, { maxLength: 8 }),
});
const cases = fc.record({
  service,
  staff: fc.array(member, { minLength: 1, maxLength: 3 }),
  room: fc.option(fc.array(taken, { maxLength: 6 })),
  start: fc.integer({ min: -48, max: 96 }),
  days: fc.integer({ min: 0, max: 1 }),
});

type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

const within =
  ({ from, to }: Window) =>
  (row: Taken) =>
    row.ends_at > from && row.starts_at < to;

const staffOf = ({ staff, service, room }: Case, keep: (row: Taken) => boolean): Staffer<Taken & { id: string }>[] =>
  staff.map(({ zone, weekly, rows }, index) => ({
    specialist_id: `${index}`,
    zone,
    weekly: weekly as Staffer['weekly'],
    overrides: [{ day: addDays(DAY, 1), intervals: [] }],
    taken: rows.filter(keep),
    service,
    rooms: room === null ? null : [roomTime('room', room.filter(keep), service)],
  }));

const NOW = MIDNIGHT - 10 * DAY_MS;

/** Everything that is asked about these days, answered from what `reach` leaves. */
const answers = (one: Case, asked: AskedDays, reach: Window | null): unknown => {
  const staff = staffOf(one, reach === null ? () => true : within(reach));
  const zone = staff[0]?.zone ?? 'UTC';
  if (asked.own === true) return offerDays(staff, { zone, from_day: asked.from, to_day: asked.to }, NOW);
  const start = Date.parse(asked.start ?? '');
  const givers = staff.map(({ specialist_id }) => ({ specialist_id }));
  return [
    chooseGivers({ givers, staff, zone }, start, NOW),
    chooseOutsideRules({ givers, staff }, start, NOW),
    staff.map((staffer) => refusalAt(staffer, start, NOW)),
  ];
};

const questions = ({ start, days }: Case): AskedDays[] => [
  { from: DAY, to: addDays(DAY, days), own: true },
  { from: DAY, to: DAY, start: formatInstant(MIDNIGHT + start * 30 * MINUTE_MS) },
];

test('what is out of reach changes no answer', () => {
  fc.assert(
    fc.property(cases, (one) => {
      for (const asked of questions(one))
        assert.deepEqual(
          answers(
            one,
            asked,
            reachOf(
              staffOf(one, () => true),
              asked,
            ),
          ),
          answers(one, asked, null),
        );
    }),
    { numRuns: 1_500 },
  );
});

test('of days in any zone at least as much is in reach as of the same days in one', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const staff = staffOf(one, () => true);
      const [own, at] = questions(one).map((asked) => reachOf(staff, asked));
      const any = reachOf(staff, { from: DAY, to: addDays(DAY, one.days) });
      assert.ok(own !== undefined && at !== undefined && any.from <= own.from && any.to >= own.to);
      assert.ok(at.to - at.from > 0);
    }),
  );
});

test('of a day with office hours hardly more than the day is in reach', () => {
  const office = { from_minute: 540, to_minute: 1140 };
  const [staffer] = staffOf(
    {
      service: { ...fc.sample(service, 1)[0], buffer_before_minutes: 0, buffer_after_minutes: 15 } as Case['service'],
      staff: [{ zone: 'UTC', weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, ...office })), rows: [] }],
      room: null,
      start: 0,
      days: 0,
    },
    () => true,
  );
  assert.ok(staffer !== undefined);
  const { from, to } = reachOf([staffer], { from: '2026-05-04', to: '2026-05-04', own: true });
  assert.deepEqual([formatInstant(from), formatInstant(to)], ['2026-05-03T12:00:00Z', '2026-05-05T12:15:00Z']);
});

test('control: with a reach of the days alone answers differ', () => {
  const found = fc.check(
    fc.property(cases, (one) => {
      for (const asked of questions(one)) {
        const whole = reachOf(
          staffOf(one, () => true),
          asked,
        );
        const short = { from: whole.from + 6 * 3_600_000, to: whole.to - 6 * 3_600_000 };
        assert.deepEqual(answers(one, asked, short), answers(one, asked, null));
      }
    }),
    { numRuns: 1_500 },
  );
  assert.equal(found.failed, true);
});
