import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const DAY = '2031-03-12';

const livedThrough = async (studio: Studio) => {
  await studio.as(SPECIALIST)('people.me', {});
  const { id } = await studio.as(1001)('bookings.create', { ...slotAt(studio, '10:00', DAY), hold: true });
  await studio.as(1001)('bookings.confirm', { id });
  await studio.as(SPECIALIST)('bookings.move', { id, starts_at: `${DAY}T14:00:00Z`, reason: 'She is always late' });
  await studio.as(1001)('bookings.cancel', { id, reason: 'Ill' });
  return id;
};

test('the history tells who did what, as what, from what to what and why, the latest first', async () => {
  const studio = await openStudio(world);
  const id = await livedThrough(studio);
  const { items, total } = await studio.as(OWNER)('bookings.history', { id });
  assert.equal(total, 4);
  assert.deepEqual(
    items.map(({ change, by, name, reason }) => [change, by, name, reason]),
    [
      ['cancelled', 'client', 'Person 1001', 'Ill'],
      ['moved', 'staff', 'Specialist 1', 'She is always late'],
      ['confirmed', 'client', 'Person 1001', null],
      ['held', 'client', 'Person 1001', null],
    ],
  );
  const specialist = { id: studio.specialist_id, name: 'Specialist 1' };
  assert.deepEqual(items[1]?.before, { starts_at: `${DAY}T10:00:00Z`, ends_at: `${DAY}T11:00:00Z`, specialist });
  assert.deepEqual(items[1]?.after, { starts_at: `${DAY}T14:00:00Z`, ends_at: `${DAY}T15:00:00Z`, specialist });
  assert.deepEqual([items[0]?.before, items[0]?.after], [{ status: 'confirmed' }, { status: 'cancelled' }]);
  const { held_until, ...begun } = items[3]?.after ?? {};
  assert.match(held_until ?? '', /^2031-03-03T08:10/);
  assert.deepEqual(begun, {
    status: 'held',
    starts_at: `${DAY}T10:00:00Z`,
    ends_at: `${DAY}T11:00:00Z`,
    specialist,
  });
});

test('clients see neither who of the staff it was nor what staff wrote down', async () => {
  const studio = await openStudio(world);
  const id = await livedThrough(studio);
  const { items } = await studio.as(1001)('bookings.history', { id });
  assert.deepEqual(items.map(({ change, by, name, reason }) => [change, by, name, reason]).slice(0, 2), [
    ['cancelled', 'client', 'Person 1001', 'Ill'],
    ['moved', 'staff', null, null],
  ]);
});

test('the history comes in pages', async () => {
  const studio = await openStudio(world);
  const id = await livedThrough(studio);
  const page = await studio.program('bookings.history', { id, page: 2, limit: 3 });
  assert.deepEqual([page.total, page.items.map(({ change }) => change)], [4, ['held']]);
});

test('lines from before it was written down as what somebody acted are told from who they are', async () => {
  const studio = await openStudio(world);
  const id = await livedThrough(studio);
  const told = async () =>
    (await studio.as(OWNER)('bookings.history', { id })).items.map(({ change, by }) => `${change} ${by}`);
  const before = await told();
  await world.rows('update booking_history set acting_as = null where booking_id = $1', [id]);
  assert.deepEqual(await told(), before);
});

/** The same weekday a week later, and so on. */
const again = (studio: Studio, id: string) => studio.as(1001)('bookings.repeat_offer', { id });

test('the same again is offered at the same weekday and time of the coming weeks, where that is free', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await studio.as(1002)('bookings.create', slotAt(studio, '10:30', '2031-03-18'));
  const offer = await again(studio, id);
  const { slots, ...rest } = offer;
  const { service_id, specialist_id } = studio;
  assert.deepEqual(rest, { service_id, specialist_id, time_zone: 'UTC', same_time: true });
  assert.deepEqual(
    slots.map(({ starts_at }) => starts_at),
    ['2031-03-11', '2031-03-25', '2031-04-01', '2031-04-08', '2031-04-15'].map((day) => `${day}T10:00:00Z`),
  );
  for (const { starts_at } of slots.slice(0, 2))
    await studio.as(1001)('bookings.create', { service_id, specialist_id, starts_at });
});

test('the same time is that of the wall clock, over a change of the clocks', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Berlin' });
  const { service_id, specialist_id } = studio;
  const slot = { service_id, specialist_id, starts_at: '2031-03-18T09:00:00Z' };
  const { id } = await studio.as(1001)('bookings.create', slot);
  const { slots } = await again(studio, id);
  assert.deepEqual(
    slots.slice(0, 4).map(({ starts_at }) => starts_at),
    ['2031-03-25T09:00:00Z', '2031-04-01T08:00:00Z', '2031-04-08T08:00:00Z', '2031-04-15T08:00:00Z'],
  );
});

test('when that time is never free the nearest are offered', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.rows(`update working_hours set from_minute = 660 where specialist_id = $1`, [studio.specialist_id]);
  const { same_time, slots } = await again(studio, id);
  assert.equal(same_time, false);
  assert.equal(slots[0]?.starts_at, '2031-03-11T11:00:00Z');
  assert.equal(slots.length, 5);
});

test('with anybody when the specialist gives the service no longer; not at all when nobody does', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await world.rows('delete from service_specialists where specialist_id = $1', [studio.specialist_id]);
  const offer = await again(studio, id);
  assert.deepEqual([offer.specialist_id, offer.same_time], [null, true]);
  assert.equal(offer.slots[0]?.specialist_id, studio.specialist_ids[1]);
  await world.rows('update services set active = false where id = $1', [studio.service_id]);
  assert.deepEqual(await refusalOf(again(studio, id)), { code: 'not_found', params: { what: 'service' } });
});
