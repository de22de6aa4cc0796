import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Taken } from './rules.ts';
import { chooseGivers, chooseOutsideRules } from './rules-choice.ts';
import { clashesOf } from './rules-clash.ts';
import { offerDays, type Staffer } from './rules-offer.ts';
import { type RoomTime, roomTime } from './rules-rooms.ts';

const MINUTE_MS = 60_000;
const DAY = '1970-01-02';
const START = 86_400_000;

type Busy = { readonly at: number; readonly minutes: number; readonly before: number; readonly after: number };

const busy = fc.record({
  at: fc.integer({ min: -24, max: 300 }).map((five) => five * 5),
  minutes: fc.integer({ min: 1, max: 48 }).map((five) => five * 5),
  before: fc.constantFrom(0, 5, 15, 60),
  after: fc.constantFrom(0, 10, 30),
});

const service = fc.record({
  duration_minutes: fc.constantFrom(30, 60, 95),
  step_minutes: fc.constantFrom(15, 30, 60),
  buffer_before_minutes: fc.constantFrom(0, 10),
  buffer_after_minutes: fc.constantFrom(0, 20),
  packed: fc.boolean(),
});

const toTaken = ({ at, minutes, before, after }: Busy): Taken => ({
  starts_at: START + at * MINUTE_MS,
  ends_at: START + (at + minutes) * MINUTE_MS,
  buffer_before_minutes: before,
  buffer_after_minutes: after,
});

const plan = fc.record({
  service,
  staff: fc.array(fc.array(busy, { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  rooms: fc.array(fc.array(busy, { maxLength: 6 }), { maxLength: 3 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

const staffOf = ({ service, staff }: Plan, rooms: readonly RoomTime[] | null): Staffer[] =>
  staff.map((taken, index) => ({
    specialist_id: String(index),
    zone: 'UTC',
    weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday: weekday as 0, from_minute: 480, to_minute: 1200 })),
    overrides: [],
    taken: taken.map(toTaken),
    service: { ...service, min_notice_minutes: 0, horizon_days: 7 },
    rooms,
  }));

const roomsOf = ({ service, rooms }: Plan): RoomTime[] =>
  rooms.map((taken, index) => roomTime(String(index), taken.map(toTaken), service));

const start = fc.integer({ min: 90, max: 240 }).map((five) => START + five * 5 * MINUTE_MS);

/** Minute by minute, without a thought: is one room free from the first minute of the buffers to the last? */
const someRoom = ({ service, rooms }: Plan, starts_at: number): boolean => {
  const from = (starts_at - START) / MINUTE_MS - service.buffer_before_minutes;
  const to = (starts_at - START) / MINUTE_MS + service.duration_minutes + service.buffer_after_minutes;
  return rooms.some((taken) => {
    for (let minute = from; minute < to; minute += 5)
      if (taken.some(({ at, minutes, before, after }) => at - before <= minute && minute < at + minutes + after))
        return false;
    return true;
  });
};

const startsOf = (staff: readonly Staffer[]): { at: number; by: string }[] =>
  offerDays(staff, { zone: 'UTC', from_day: DAY, to_day: DAY }, 0).flatMap(({ slots }) =>
    slots.map(({ starts_at, specialist_id }) => ({ at: starts_at, by: specialist_id })),
  );

test('what is offered is what somebody gives and one of the rooms is free for', () => {
  let seen = { kept: 0, gone: 0 };
  fc.assert(
    fc.property(plan, (given) => {
      const without = startsOf(staffOf(given, null));
      const kept = without.filter(({ at }) => someRoom(given, at));
      assert.deepEqual(startsOf(staffOf(given, roomsOf(given))), kept);
      seen = { kept: seen.kept + kept.length, gone: seen.gone + without.length - kept.length };
    }),
    { numRuns: 500 },
  );
  assert.ok(seen.kept > 1000 && seen.gone > 1000, 'rooms were both free and taken');
});

for (const [where, choose] of [
  ['inside the rules', chooseGivers],
  ['outside the rules', chooseOutsideRules],
] as const) {
  test(`who may be booked ${where} is whoever is free while a room is`, () => {
    fc.assert(
      fc.property(plan, start, (given, at) => {
        const [needing, plain] = [staffOf(given, roomsOf(given)), staffOf(given, null)];
        const all = choose({ givers: plain, staff: plain, zone: 'UTC' }, at, 0);
        const got = choose({ givers: needing, staff: needing, zone: 'UTC' }, at, 0);
        const ids = (givers: readonly Staffer[]) => givers.map(({ specialist_id }) => specialist_id);
        assert.deepEqual(ids(got.givers), someRoom(given, at) ? ids(all.givers) : []);
        if (all.rule === null && got.rule !== null) assert.match(got.rule, /^(room_)?taken$/);
      }),
      { numRuns: 500 },
    );
  });
}

test('a series clashes where nobody is free or no room is', () => {
  fc.assert(
    fc.property(plan, start, (given, at) => {
      const clashes = (rooms: readonly RoomTime[] | null) =>
        staffOf(given, rooms).map((staffer) => clashesOf(staffer, [at])[0]);
      const expected = clashes(null).map((clash) => (someRoom(given, at) ? clash : 'taken'));
      assert.deepEqual(clashes(roomsOf(given)), expected);
    }),
    { numRuns: 500 },
  );
});
