import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const openClass = () => openStudio(world, { service: { capacity: 3, step_minutes: 60 } });

const join = (studio: Studio, who: number, time = '10:00') => studio.as(who)('bookings.create', slotAt(studio, time));

const seats = async ({ guest, service_id, specialist_id }: Studio): Promise<Record<string, number>> => {
  const day = await guest('scheduling.free_slots_day', { service_id, specialist_id, date: '2031-03-04' });
  return Object.fromEntries(day.slots.map(({ starts_at, seats_left }) => [starts_at.slice(11, 16), seats_left]));
};

test('a class of three takes three of ten who come at once', async () => {
  const studio = await openClass();
  const calls = Array.from({ length: 10 }, (_, index) => join(studio, 1001 + index));
  assert.deepEqual(await countOutcomes(calls), { booked: 3, slot_taken: 7 });
  const reservations = await world.rows('select seats, seats_taken from reservations where tenant_id = $1', [
    studio.tenant_id,
  ]);
  assert.deepEqual(reservations, [{ seats: 3, seats_taken: 3 }]);
  assert.equal((await seats(studio))['10:00'], undefined);
});

test('seats go one by one and come back one by one, and the last one frees the time', async () => {
  const studio = await openClass();
  assert.equal((await seats(studio))['10:00'], 3);
  const first = await join(studio, 1001);
  const second = await join(studio, 1002);
  assert.equal((await seats(studio))['10:00'], 1);
  await studio.as(1001)('bookings.cancel', { id: first.id });
  assert.equal((await seats(studio))['10:00'], 2);
  await studio.as(1002)('bookings.cancel', { id: second.id });
  assert.equal((await seats(studio))['10:00'], 3);
  assert.deepEqual(await world.rows('select 1 from reservations where tenant_id = $1', [studio.tenant_id]), []);
});

test('nobody sits on two seats of one class', async () => {
  const studio = await openClass();
  await join(studio, 1001);
  assert.equal((await refusalOf(join(studio, 1001))).code, 'already_booked');
  assert.equal((await seats(studio))['10:00'], 2, 'the refused seat was given back');
});

test('a class that is full offers its seat again when somebody leaves', async () => {
  const studio = await openClass();
  const [left] = await Promise.all([1001, 1002, 1003].map((who) => join(studio, who)));
  assert.equal((await refusalOf(join(studio, 1004))).code, 'slot_taken');
  await studio.as(1001)('bookings.cancel', { id: left?.id ?? '' });
  assert.equal((await join(studio, 1004)).status, 'confirmed');
});

test('an individual service cannot be booked into the time of a class', async () => {
  const studio = await openClass();
  await world.rows('update services set capacity = 1 where id = $1', [studio.service_id]);
  await join(studio, 1001);
  await world.rows('update services set capacity = 3 where id = $1', [studio.service_id]);
  assert.equal((await refusalOf(join(studio, 1002))).code, 'slot_taken');
});

test('a connection that is cut while somebody waits for a class costs this call only', async () => {
  const studio = await openClass();
  await studio.as(1001)('people.me', {});
  const holder = await world.pool.connect();
  try {
    const key = 'hashtextextended($1, 1)';
    await holder.query(`select pg_advisory_lock(${key})`, [studio.tenant_id + studio.specialist_id]);
    const waiting = refusalOf(join(studio, 1001));
    await cutWaiting();
    assert.equal((await waiting).code, 'unavailable');
    assert.equal(world.faults.splice(0).length, 1);
    await holder.query(`select pg_advisory_unlock(${key})`, [studio.tenant_id + studio.specialist_id]);
    assert.equal((await join(studio, 1001)).status, 'confirmed');
  } finally {
    holder.release(true);
  }
});

/** Ends the connection that waits for a lock, once there is one. */
const cutWaiting = async (): Promise<void> => {
  for (;;) {
    const cut = await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`);
    if (cut.length > 0) return;
  }
};
