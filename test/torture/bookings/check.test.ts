import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBrokenPromises } from './check-promises.ts';
import { findOverlaps, findPastFaults } from './check-time.ts';
import { findHalfMade } from './check-whole.ts';
import type { HistoryRow } from './facts.ts';
import { HOUR_MS, REMINDERS, soundWorld, TEN, type World } from './sound-world.ts';

const findAll = ({ facts, writes }: World): string[] => [
  ...findOverlaps(facts),
  ...findPastFaults(facts, {
    limit: 2,
    services: new Map([['cut', { before_minutes: 0, after_minutes: 0, capacity: 1 }]]),
  }),
  ...findBrokenPromises(facts, writes),
  ...findHalfMade(facts, { chats: new Set(['anna']), reminder_minutes: REMINDERS }),
];

/** What is there for sure, or the test itself is wrong. */
const at = <T>(list: readonly T[], place: number): T => {
  const one = list.at(place);
  assert.ok(one !== undefined);
  return one;
};

const without = <T>(list: T[], isGone: (one: T) => boolean): void => {
  const place = list.findIndex(isGone);
  assert.ok(place >= 0);
  list.splice(place, 1);
};

/** What is planted, how, and how the sentence begins that has to be found. */
const PLANTED: readonly (readonly [string, (world: World) => void, RegExp])[] = [
  [
    'two reservations that overlap by a millisecond',
    ({ facts }) => void Object.assign(at(facts.reservations, 0), { ends_ms: TEN + HOUR_MS + 1 }),
    /^overlap: /,
  ],
  [
    'a buffer that reaches into the next',
    ({ facts }) => void Object.assign(at(facts.reservations, 0), { after_minutes: 5 }),
    /^overlap: /,
  ],
  [
    'two who had the same time one after the other, if the history is in the wrong order',
    ({ facts }) =>
      void facts.history.splice(
        0,
        4,
        at(facts.history, 0),
        at(facts.history, 2),
        at(facts.history, 1),
        at(facts.history, 3),
      ),
    /^overlap in the past: /,
  ],
  [
    'a third booking while two were allowed',
    ({ facts }) => void facts.history.push(facts.history.splice(1, 1)[0] as HistoryRow),
    /^limit: client anna had 3/,
  ],
  [
    'an acknowledged booking that is not there',
    ({ facts }) => without(facts.bookings, ({ id }) => id === 'a'),
    /^lost: key-a /,
  ],
  [
    'a booking at another time than was acknowledged',
    ({ writes }) => void Object.assign(at(writes, 0).answer ?? {}, { starts_ms: 1 }),
    /^changed: booking a/,
  ],
  [
    'a booking that is cancelled and that nobody cancelled',
    ({ writes }) => without(writes, ({ deed }) => deed === 'cancel'),
    /^lost: booking c was cancelled by nobody/,
  ],
  [
    'a cancelled booking that is alive again',
    ({ facts }) => void Object.assign(at(facts.bookings, 2), { status: 'confirmed' }),
    /^undone: booking c/,
  ],
  [
    'a booking made twice',
    ({ facts }) => void facts.bookings.push({ ...at(facts.bookings, 0), id: 'twin' }),
    /^from nowhere: booking twin/,
  ],
  [
    'a booking asked for by two keys',
    ({ facts, writes }) => {
      facts.answers.push({ ...at(facts.answers, 0), key: 'second' });
      writes.push({ ...at(writes, 0), key: 'second' });
    },
    /^doubled: booking a was asked for by 2 keys/,
  ],
  [
    'a refusal that booked',
    ({ writes }) => void Object.assign(at(writes, 0), { ending: 'refused', answer: null }),
    /^done all the same: key-a/,
  ],
  [
    'a cancellation that was done twice',
    ({ facts }) => void facts.history.push(at(facts.history, 1), at(facts.history, 1)),
    /^doubled: booking c/,
  ],
  [
    'an acknowledged cancellation without history',
    ({ facts }) => without(facts.history, ({ change }) => change === 'cancelled'),
    /^lost: booking c: 1 × cancel/,
  ],
  [
    'a living booking without its time',
    ({ facts }) => without(facts.reservations, ({ id }) => id === 'time-a'),
    /^half made: booking a has no time/,
  ],
  [
    'a cancelled booking that keeps its time',
    ({ facts }) => void Object.assign(at(facts.bookings, 2), { reservation_id: 'time-c' }),
    /^half made: booking c is cancelled/,
  ],
  [
    'time that belongs to nobody',
    ({ facts }) => void facts.reservations.push({ ...at(facts.reservations, 0), id: 'orphan', specialist_id: 'ilya' }),
    /^half made: time orphan/,
  ],
  [
    'a session that has counted its seats wrong',
    ({ facts }) => void Object.assign(at(facts.reservations, 0), { seats: 5, seats_taken: 2 }),
    /^half made: time time-a says 2 of 5/,
  ],
  [
    'a booking without history',
    ({ facts }) => without(facts.history, ({ booking_id }) => booking_id === 'a'),
    /^half made: the history of booking a/,
  ],
  [
    'a booking that its history does not explain',
    ({ facts }) => void Object.assign(at(facts.bookings, 0), { status: 'no_show' }),
    /^half made: booking a is not what its history says/,
  ],
  [
    'a change without its line of audit',
    ({ facts }) => without(facts.audit, ({ action }) => action === 'bookings.cancel'),
    /^half made: 1 × bookings.cancel c in the history, 0/,
  ],
  [
    'a line of audit without its change',
    ({ facts }) => void facts.audit.push({ action: 'bookings.cancel', subject_id: 'a', lines: 1 }),
    /^half made: bookings.cancel a is in the audit/,
  ],
  [
    'a booking nobody is told of',
    ({ facts }) => without(facts.notifications, ({ id }) => id === 'a-booking_created'),
    /^half made: booking a .*nobody is told/,
  ],
  [
    'a reminder that is missing',
    ({ facts }) => {
      without(facts.notifications, ({ id }) => id === 'a-120');
      without(facts.due, ({ id }) => id === 'a-120');
    },
    /^half made: booking a .*reminders 1440, 60/,
  ],
  [
    'a reminder of a cancelled booking',
    ({ facts }) => {
      at(facts.notifications, -1).status = 'pending';
      facts.due.push({ kind: 'notification', id: at(facts.notifications, -1).id, waiting: true });
    },
    /^half made: booking c .*reminders 60/,
  ],
  [
    'a notification that nobody will send',
    ({ facts }) => without(facts.due, ({ id }) => id === 'a-60'),
    /^half made: notification a-60 stands 0 times/,
  ],
  [
    'a notification that stands in the timetable twice',
    ({ facts }) => void facts.due.push(at(facts.due, 0)),
    /^half made: notification .* stands 2 times/,
  ],
  [
    'a visit that will never be over',
    ({ facts }) => without(facts.due, ({ id }) => id === 'a'),
    /^half made: booking a .confirmed. waits in the timetable for: $/,
  ],
  [
    'a cancelled visit that is to be over',
    ({ facts }) => void facts.due.push({ kind: 'booking_end', id: 'c', waiting: true }),
    /^half made: booking c .cancelled. waits/,
  ],
  [
    'a timetable that waits for what was called off',
    ({ facts }) => void facts.due.push({ kind: 'notification', id: 'c-60', waiting: true }),
    /^half made: the timetable waits for notification c-60/,
  ],
];

test('nothing is found where everything is as it should be', () => {
  assert.deepEqual(findAll(soundWorld()), []);
});

test('touching is allowed, and so is an answer that never came to a booking that is there or is not', () => {
  const world = soundWorld();
  Object.assign(at(world.writes, 0), { ending: 'unknown', answer: null });
  world.writes.push({ ...at(world.writes, 1), key: 'nothing', ending: 'unknown', answer: null });
  assert.deepEqual(findAll(world), []);
});

for (const [what, plant, expected] of PLANTED)
  test(`what is planted is found: ${what}`, () => {
    const world = soundWorld();
    plant(world);
    const found = findAll(world);
    assert.ok(
      found.some((sentence) => expected.test(sentence)),
      `${expected} is not among ${JSON.stringify(found)}`,
    );
  });
