import assert from 'node:assert/strict';
import { after, afterEach, type TestContext, test } from 'node:test';
import type { Slot } from '@okno/contract';
import type { Aside } from '../../aside.ts';
import { setWatch } from '../../db/watch.ts';
import { testBackend } from '../../test-support/backend.ts';
import { countOutcomes, countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { meeting } from '../../test-support/meeting.ts';
import { processesOf } from '../../test-support/processes.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const book = (studio: Studio, who: number, time: string) => studio.as(who)('bookings.create', slotAt(studio, time));

/** The same through so many processes by turns: within one, those who want one time wait for each other. */
const bookThrough = (all: Studio['as'][], studio: Studio, people: readonly number[], time: string) =>
  people.map((who, index) => all[index % all.length]?.(who)('bookings.create', slotAt(studio, time)) ?? assert.fail());

/** Clients who are known already, so that the race is about the time and nothing else. */
const crowd = async (studio: Studio, size: number): Promise<number[]> => {
  const people = Array.from({ length: size }, (_, index) => 1001 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  return people;
};

test('those who have all seen that a time is free get it once, and the others are refused as ever', async () => {
  const studio = await openStudio(world);
  const people = await crowd(studio, 12);
  const processes = processesOf(world, studio, 4);
  const calls = await meeting(world, studio, () => bookThrough(processes, studio, people, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 11 });
  const [row] = await world.rows(
    `select (select count(*)::int from reservations where tenant_id = $1) as taken,
      (select count(*)::int from bookings where tenant_id = $1) as booked,
      (select count(*)::int from notifications where tenant_id = $1 and kind = 'booking_created' and audience = 'client') as told,
      (select count(*)::int from audit_log where tenant_id = $1 and action = 'bookings.create' and outcome = 'done') as noted`,
    [studio.tenant_id],
  );
  assert.deepEqual(row, { taken: 1, booked: 1, told: 1, noted: 1 }, 'nothing is left of those who presumed it in vain');
});

/** How often it is tried to take time, from now on to the end of the test. */
const countAttempts = (t: TestContext): (() => number) => {
  let attempts = 0;
  const batch = (texts: readonly string[]) => {
    attempts += texts.filter((text) => /^\s*insert into reservations\b/.test(text)).length;
    return () => {};
  };
  t.after(setWatch(world.pool, { transaction: (work) => work(), batch }));
  return () => attempts;
};

test('of those who want one time through one process one tries to take it', async (t) => {
  const studio = await openStudio(world);
  const people = await crowd(studio, 12);
  const attempts = countAttempts(t);
  const calls = people.map((who) => book(studio, who, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 11 });
  assert.equal(attempts(), 1);
});

test('control: through several processes more than one tries', async (t) => {
  const studio = await openStudio(world);
  const people = await crowd(studio, 12);
  const processes = processesOf(world, studio, 4);
  const attempts = countAttempts(t);
  const calls = await meeting(world, studio, () => bookThrough(processes, studio, people, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 11 });
  assert.ok(attempts() > 1, `${attempts()} attempts`);
});

test('whoever is answered twice for one key gets the answer of the time they have taken themselves', async () => {
  const studio = await openStudio(world);
  const [who = 0, ...others] = await crowd(studio, 6);
  const again = () => studio.as(who)('bookings.create', slotAt(studio, '10:00'), { idempotency_key: 'once' });
  const [first, second, ...lost] = await Promise.all([
    again(),
    again(),
    ...others.map((other) => refusalOf(book(studio, other, '10:00'))),
  ]);
  assert.deepEqual(second, first);
  assert.deepEqual(new Set(lost.map(({ code }) => code)), new Set(['slot_taken']));
});

test('whoever finds by a look that they have taken the time themselves is noted as having written', async () => {
  const studio = await openStudio(world);
  const [who = 0] = await crowd(studio, 1);
  const noted: string[] = [];
  const aside: Aside = {
    suits: async () => false,
    look: world.backend.inTenant,
    noteWrite: async (asking) => void noted.push(asking.who),
    onFailed: (error) => assert.fail(String(error)),
  };
  const [as = studio.as] = processesOf(world, studio, 1, aside);
  const again = () => as(who)('bookings.create', slotAt(studio, '10:00'), { idempotency_key: 'once' });
  const [first, second] = await Promise.all([again(), again()]);
  assert.deepEqual(second, first);
  assert.equal(noted.length, 2);
  assert.equal(new Set(noted).size, 1);
});

test('somebody new who wants what somebody else is just taking is refused like everybody', async () => {
  const studio = await openStudio(world);
  const calls = [1001, 1002, 1003].map((who) => book(studio, who, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 2 });
});

test('when the first is refused for a reason of their own, one of the others gets the time', async () => {
  const studio = await openStudio(world);
  const [who = 0, ...others] = await crowd(studio, 5);
  for (const time of ['13:00', '14:00', '15:00']) await book(studio, who, time);
  const calls = [who, ...others].map((one) => book(studio, one, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, booking_limit_reached: 1, slot_taken: 3 });
});

test('one client who has seen that many times are free gets as many as they may have', async () => {
  const studio = await openStudio(world);
  const [who = 0] = await crowd(studio, 1);
  const times = ['09:00', '10:00', '11:00', '12:00', '13:00'];
  const calls = await meeting(world, studio, () => times.map((time) => book(studio, who, time)));
  assert.deepEqual(await countOutcomes(calls), { booked: 3, booking_limit_reached: 2 });
});

test('of sixty callers for one slot exactly one gets it and the others are told what else is free', async () => {
  const studio = await openStudio(world);
  const people = await crowd(studio, 60);
  const calls = people.map((who) => book(studio, who, '10:00'));
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 59 });
  assert.equal(await countOverlaps(world, studio), 0);
  for (const call of calls) {
    const outcome = await call.catch((error: { params: { nearest: Slot[] } }) => error.params.nearest);
    if (!Array.isArray(outcome)) continue;
    assert.deepEqual(
      outcome.map(({ starts_at }) => starts_at.slice(11, 16)),
      ['09:00', '11:00', '11:30', '12:00', '12:30'],
    );
  }
});

test('callers for starts that differ but overlap never get the same time', async () => {
  const studio = await openStudio(world, { service: { step_minutes: 15, buffer_after_minutes: 10 } });
  const people = await crowd(studio, 60);
  const times = ['09:00', '09:15', '09:30', '10:00', '10:15', '10:45', '11:00'];
  const calls = people.map((who, index) => book(studio, who, times[index % times.length] ?? '09:00'));
  const { booked = 0, slot_taken = 0, ...others } = await countOutcomes(calls);
  assert.deepEqual(others, {});
  assert.ok(booked >= 1 && booked <= 2, `${booked} of an hour and ten minutes fit between nine and noon`);
  assert.equal(booked + slot_taken, 60);
  assert.equal(await countOverlaps(world, studio), 0);
});

test('callers who leave the choice of the specialist to us get exactly as many as there are', async () => {
  const studio = await openStudio(world, { specialists: 3 });
  const people = await crowd(studio, 30);
  const calls = people.map((who) =>
    studio.as(who)('bookings.create', { ...slotAt(studio, '10:00'), specialist_id: null }),
  );
  assert.deepEqual(await countOutcomes(calls), { booked: 3, slot_taken: 27 });
});

test('twenty attempts of one client at once, with four specialists, leave three bookings', async () => {
  const studio = await openStudio(world, { specialists: 4 });
  const [who = 0] = await crowd(studio, 1);
  const calls = Array.from({ length: 20 }, (_, index) => {
    const starts_at = slotAt(studio, `${String(9 + (index % 5)).padStart(2, '0')}:00`).starts_at;
    const specialist_id = studio.specialist_ids[index % 4] ?? null;
    return studio.as(who)('bookings.create', { service_id: studio.service_id, specialist_id, starts_at });
  });
  assert.deepEqual(await countOutcomes(calls), { booked: 3, booking_limit_reached: 17 });
  const refusal = await refusalOf(book(studio, who, '16:00'));
  assert.deepEqual(refusal, { code: 'booking_limit_reached', params: { limit: 3 } });
});

test('of a client who was refused for having enough ahead it is not presumed again that they may have more', async (t) => {
  const studio = await openStudio(world);
  const [who = 0] = await crowd(studio, 1);
  const broken: unknown[] = [];
  const batch = () => (error: Error | null) => void (error !== null && broken.push((error as { code?: string }).code));
  t.after(setWatch(world.pool, { transaction: (work) => work(), batch }));
  const made = [];
  for (const time of ['09:00', '10:00', '11:00']) made.push(await book(studio, who, time));
  assert.equal((await refusalOf(book(studio, who, '13:00'))).code, 'booking_limit_reached');
  assert.deepEqual(broken, ['23503'], 'what was presumed of them the first time');
  assert.equal((await refusalOf(book(studio, who, '14:00'))).code, 'booking_limit_reached');
  await studio.as(who)('bookings.cancel', { id: made[0]?.id ?? '' });
  await book(studio, who, '15:00');
  assert.equal(broken.length, 1, 'nothing breaks afterwards');
});

test('clients who cancel and book at once never share a time', async () => {
  const studio = await openStudio(world);
  const people = await crowd(studio, 20);
  const once = async (who: number) => {
    const { id } = await book(studio, who, '10:00');
    await studio.as(who)('bookings.cancel', { id });
  };
  for (let round = 0; round < 3; round += 1) {
    const { booked = 0, slot_taken = 0 } = await countOutcomes(people.map(once));
    assert.equal(booked + slot_taken, 20);
    assert.ok(booked >= 1);
  }
  assert.deepEqual(await world.rows('select 1 from reservations where tenant_id = $1', [studio.tenant_id]), []);
});

test('control: without the exclusion constraint the same sixty callers overlap', async (t) => {
  const broken = await testBackend(t);
  await broken.rows('alter table reservations drop constraint reservations_no_overlap');
  const studio = await openStudio(broken);
  const people = await crowd(studio, 60);
  const processes = processesOf(broken, studio, 4);
  const calls = await meeting(broken, studio, () => bookThrough(processes, studio, people, '10:00'));
  const { booked = 0 } = await countOutcomes(calls);
  assert.ok(booked > 1, `${booked} booked`);
  assert.ok((await countOverlaps(broken, studio)) > 0);
});
