import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { meeting } from '../../test-support/meeting.ts';
import { processesOf } from '../../test-support/processes.ts';
import { OWNER, openStudio, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const DAY = '2031-03-05';
const at = (time: string) => `${DAY}T${time}:00Z`;
const book = (studio: Studio, who: number, time: string) =>
  studio.as(who)('bookings.create', slotAt(studio, time, DAY));
const move = (studio: Studio, who: number, id: string, time: string) =>
  studio.as(who)('bookings.move', { id, starts_at: at(time) });

/** Every booking that is alive lies where its reservation does, and every line of history is one change. */
const misplaced = ({ tenant_id }: Studio) =>
  world.rows(
    `select bookings.id from bookings left join reservations on reservations.id = reservation_id
      where bookings.tenant_id = $1 and status <> 'cancelled'
        and (reservations.id is null or reservations.starts_at <> bookings.starts_at
          or reservations.specialist_id <> bookings.specialist_id)`,
    [tenant_id],
  );

/** What happens by itself stands in the timetable, once for every booking that is held or certain. */
const checkEnds = async ({ tenant_id }: Studio): Promise<void> => {
  const [row] = await world.rows<{ wrong: number }>(
    `select count(*)::int as wrong from bookings full join (select * from due where kind <> 'notification') due
        on due.id = bookings.id and due.fire_at = coalesce(bookings.held_until, bookings.completes_at)
      where coalesce(bookings.tenant_id, due.tenant_id) = $1
        and (due.id is null) = (bookings.status in ('held', 'confirmed')) `,
    [tenant_id],
  );
  assert.equal(row?.wrong, 0, 'every end stands in the timetable once');
};

test('of two moves to one time one wins, and the other booking stays where it was', async () => {
  for (let round = 0; round < 10; round += 1) {
    const studio = await openStudio(world);
    const [one, two] = await Promise.all([book(studio, 1001, '09:00'), book(studio, 1002, '11:00')]);
    const counts = await countOutcomes([move(studio, 1001, one.id, '14:00'), move(studio, 1002, two.id, '14:30')]);
    assert.deepEqual(counts, { booked: 1, slot_taken: 1 });
    assert.equal(await countOverlaps(world, studio), 0);
    assert.deepEqual(await misplaced(studio), []);
  }
});

test('of a move and thirty bookings for one time one wins', async () => {
  const studio = await openStudio(world);
  const people = Array.from({ length: 30 }, (_, index) => 1002 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const { id } = await book(studio, 1001, '09:00');
  const calls = [...people.map((who) => book(studio, who, '14:00')), move(studio, 1001, id, '14:00')];
  assert.deepEqual(await countOutcomes(calls), { booked: 1, slot_taken: 30 });
  assert.equal(await countOverlaps(world, studio), 0);
  assert.deepEqual(await misplaced(studio), []);
});

test('two bookings that want to change places never wait for each other, also with two specialists', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [first = '', second = ''] = studio.specialist_ids;
  const [one, two] = await Promise.all([
    book(studio, 1001, '10:00'),
    studio.as(1002)('bookings.create', { ...slotAt(studio, '10:00', DAY), specialist_id: second }),
  ]);
  for (let round = 0; round < 20; round += 1) {
    const swap = [
      studio.as(OWNER)('bookings.move', { id: one.id, starts_at: at('10:00'), specialist_id: second }),
      studio.program('bookings.move', { id: two.id, starts_at: at('10:00'), specialist_id: first }),
    ];
    assert.deepEqual(await countOutcomes(swap), { slot_taken: 2 });
  }
  const away = [
    studio.as(OWNER)('bookings.move', { id: one.id, starts_at: at('12:00'), specialist_id: second }),
    studio.program('bookings.move', { id: two.id, starts_at: at('12:00'), specialist_id: first }),
  ];
  assert.deepEqual(await countOutcomes(away), { booked: 2 });
  assert.deepEqual(await misplaced(studio), []);
});

test('one booking moved a hundred times at once is somewhere in the end, with a line for every move', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await book(studio, 1001, '09:00');
  const calls = Array.from({ length: 100 }, (_, index) =>
    studio.as(OWNER)('bookings.move', {
      id,
      starts_at: at(`${10 + (index % 7)}:00`),
      ...(index % 3 === 0 ? { specialist_id: studio.specialist_ids[index % 2] ?? '' } : {}),
    }),
  );
  assert.deepEqual(await countOutcomes(calls), { booked: 100 });
  assert.deepEqual(await misplaced(studio), []);
  const [row] = await world.rows<{ sequence: number; lines: number }>(
    `select sequence, (select count(*)::int from booking_history where booking_id = bookings.id and change = 'moved') as lines
      from bookings where id = $1`,
    [id],
  );
  assert.equal(row?.sequence, row?.lines);
  assert.equal((await world.rows('select 1 from reservations where tenant_id = $1', [studio.tenant_id])).length, 1);
  await checkEnds(studio);
});

test('moving and cancelling one booking at once leaves it cancelled and its time free', async () => {
  const studio = await openStudio(world);
  for (let round = 0; round < 10; round += 1) {
    const { id } = await book(studio, 1001, '10:00');
    const [moved, cancelled] = await Promise.allSettled([
      move(studio, OWNER, id, '14:00'),
      studio.as(1001)('bookings.cancel', { id }),
    ]);
    assert.equal(cancelled.status, 'fulfilled');
    if (moved.status === 'rejected') assert.equal(moved.reason.code, 'booking_not_changeable');
    assert.deepEqual(await world.rows('select 1 from reservations where tenant_id = $1', [studio.tenant_id]), []);
    await checkEnds(studio);
  }
});

test('twenty holds, bookings and moves of one client at once leave three ahead', async () => {
  const studio = await openStudio(world, { specialists: 4 });
  await studio.as(1001)('people.me', {});
  const first = await book(studio, 1001, '09:00');
  const calls = Array.from({ length: 20 }, (_, index) => {
    const time = `${10 + (index % 7)}:00`;
    if (index % 5 === 4) return move(studio, 1001, first.id, time);
    const specialist_id = studio.specialist_ids[index % 4] ?? null;
    return studio.as(1001)('bookings.create', { ...slotAt(studio, time, DAY), specialist_id, hold: index % 2 === 0 });
  });
  const { booked = 0, booking_limit_reached = 0, slot_taken = 0 } = await countOutcomes(calls);
  assert.equal(booked + booking_limit_reached + slot_taken, 20);
  const { total } = await studio.as(1001)('bookings.list', {});
  assert.equal(total, 3);
  assert.equal(await countOverlaps(world, studio), 0);
  assert.deepEqual(await misplaced(studio), []);
  await checkEnds(studio);
});

test('a storm of everything on two specialists leaves no overlap, nothing misplaced and nobody above the limit', async () => {
  const studio = await openStudio(world, { specialists: 2, service: { buffer_after_minutes: 15 } });
  const people = Array.from({ length: 12 }, (_, index) => 1001 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const own = new Map<number, string>();
  const turn = async (who: number, step: number): Promise<void> => {
    const ask = studio.as(who);
    const hour = String(9 + ((who * 7 + step * 3) % 8)).padStart(2, '0');
    const starts_at = at(`${hour}:${step % 2 === 0 ? '00' : '30'}`);
    const specialist_id = studio.specialist_ids[(who + step) % 2] ?? '';
    const id = own.get(who);
    if (id === undefined) {
      const hold = step % 3 === 0;
      const made = await ask('bookings.create', { service_id: studio.service_id, specialist_id, starts_at, hold });
      own.set(who, made.id);
    } else if (step % 4 === 3) {
      await ask('bookings.cancel', { id });
      own.delete(who);
    } else if (step % 4 === 2) await ask('bookings.confirm', { id });
    else await ask('bookings.move', { id, starts_at, specialist_id });
  };
  const total: Record<string, number> = {};
  for (let step = 0; step < 24; step += 1) {
    const counts = await countOutcomes(people.map((who) => turn(who, step)));
    for (const [outcome, count] of Object.entries(counts)) total[outcome] = (total[outcome] ?? 0) + count;
  }
  const { booked = 0, slot_taken = 0, slot_not_offered = 0, booking_not_changeable = 0, ...others } = total;
  assert.deepEqual(others, {});
  assert.equal(booked + slot_taken + slot_not_offered + booking_not_changeable, 12 * 24);
  assert.ok(booked > 60 && slot_taken > 10, JSON.stringify(total));
  assert.equal(await countOverlaps(world, studio), 0);
  assert.deepEqual(await misplaced(studio), []);
  await checkEnds(studio);
});

test('control: without the exclusion constraint a move and bookings at the same moment overlap', async (t) => {
  const broken = await testBackend(t);
  await broken.rows('alter table reservations drop constraint reservations_no_overlap');
  const studio = await openStudio(broken);
  const people = Array.from({ length: 20 }, (_, index) => 1002 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const { id } = await book(studio, 1001, '09:00');
  const processes = processesOf(broken, studio, 4);
  const through = (index: number): Studio => ({ ...studio, as: processes[index % 4] ?? studio.as });
  const calls = await meeting(broken, studio, () => [
    ...people.map((who, index) => book(through(index), who, '14:00')),
    move(studio, 1001, id, '14:00'),
  ]);
  await countOutcomes(calls);
  assert.ok((await countOverlaps(broken, studio)) > 0);
});
