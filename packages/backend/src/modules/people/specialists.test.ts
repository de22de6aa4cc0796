import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { WAITING_FOR_LOCK } from '../../test-support/waiting.ts';
import { attend, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const NOBODY = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';

test('somebody new gets hours and a service, and can be booked', async () => {
  const studio = await openStudio(world, { zone: 'Europe/Berlin' });
  const owner = studio.as(OWNER);
  const card = await owner('specialists.create', { name: 'Vera', translations: { ru: { name: 'Вера' } } });
  assert.deepEqual([card.time_zone, card.active, card.description], ['Europe/Berlin', true, '']);
  assert.deepEqual(await owner('specialists.card', { id: card.id }), card);
  await owner('scheduling.set_hours', { id: card.id, weekly: [{ days: [2], from: '10:00', to: '12:00' }] });
  await owner('services.set_giver', { id: studio.service_id, specialist_id: card.id });
  const slot = { ...slotAt(studio, '09:00'), specialist_id: card.id };
  const booking = await studio.as(1001)('bookings.create', slot);
  assert.deepEqual(booking.specialist, { id: card.id, name: 'Vera' });
});

test('in another time zone the same wall-clock hours hold there, and what is booked stays as it was', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const id = studio.specialist_id;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '16:00'));
  const first = async () => {
    const { slots } = await studio.guest('scheduling.free_slots_day', { ...slotOf(studio), date: '2031-03-05' });
    return slots[0]?.starts_at;
  };
  assert.equal(await first(), '2031-03-05T09:00:00Z');
  const card = await owner('specialists.update', { id, time_zone: 'Asia/Tokyo', name: 'Anna' });
  assert.deepEqual([card.time_zone, card.name, card.position], ['Asia/Tokyo', 'Anna', 0]);
  assert.equal(await first(), '2031-03-05T00:00:00Z');
  const same = await studio.as(1001)('bookings.get', { id: booking.id });
  assert.deepEqual([same.starts_at, same.ends_at, same.status], [booking.starts_at, booking.ends_at, 'confirmed']);
  // At 16:00Z it is one in the morning of Wednesday there.
  const day = await studio.program('scheduling.day', { specialist_id: id, date: '2031-03-05' });
  assert.deepEqual(
    day.taken.map(({ starts_at }) => starts_at),
    [booking.starts_at],
  );
});

test('another time zone is a change of hours: who is booked outside them is told, and who waits is asked', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const owner = studio.as(OWNER);
  const id = studio.specialist_id;
  const [booking] = await fillDay(studio);
  await wait(studio, 1001);
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'control: nothing is free');
  const renamed = await owner('specialists.update', { id, name: 'Anna', time_zone: 'UTC' });
  assert.deepEqual(renamed.outside_hours, [], 'the same zone changes no hours');
  // Ten to twelve there is nine to eleven here.
  const { outside_hours } = await owner('specialists.update', { id, time_zone: 'Europe/Berlin' });
  assert.deepEqual(
    outside_hours.map(({ starts_at }) => starts_at),
    ['2031-03-04T11:00:00Z'],
  );
  assert.equal((await studio.as(1901)('bookings.get', { id: booking.id })).status, 'confirmed');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 09:00']);
});

test('who changes hours while the time zone is changed waits, and the other way round', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  const holder = await world.pool.connect();
  try {
    await holder.query('select pg_advisory_lock(hashtextextended($1, 1))', [studio.tenant_id + id]);
    const moving = studio.as(OWNER)('specialists.update', { id, time_zone: 'Asia/Tokyo' });
    await until('the change waits for the specialist', async () => {
      const waiting = await world.rows(WAITING_FOR_LOCK);
      return waiting.length > 0;
    });
    await holder.query('select pg_advisory_unlock_all()');
    assert.equal((await moving).time_zone, 'Asia/Tokyo');
  } finally {
    holder.release(true);
  }
});

const slotOf = ({ service_id, specialist_id }: { service_id: string; specialist_id: string }) => ({
  service_id,
  specialist_id,
});

test('an archived specialist is offered no more, and what they are booked for stays to be seen and cancelled', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const id = studio.specialist_id;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal((await owner('specialists.archive', { id })).active, false);
  assert.equal((await studio.guest('people.list_specialists', {})).total, 0);
  assert.equal((await refusalOf(studio.as(1002)('bookings.create', slotAt(studio, '12:00')))).code, 'not_found');
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: booking.id }), booking);
  const agenda = await studio.as(SPECIALIST)('bookings.agenda', { date: '2031-03-04' });
  assert.deepEqual(
    agenda.bookings.map((one) => one.id),
    [booking.id],
  );
  const { taken } = await owner('scheduling.day', { specialist_id: id, date: '2031-03-04' });
  assert.equal(taken.length, 1);
  assert.equal((await studio.as(1001)('bookings.cancel', { id: booking.id })).status, 'cancelled');
  assert.equal((await owner('specialists.restore', { id })).active, true);
  await studio.as(1002)('bookings.create', slotAt(studio, '12:00'));
});

test('an unknown zone, an empty name and unknown fields are refused by name', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  for (const [more, field] of [
    [{ time_zone: 'Europe/Atlantis' }, 'time_zone'],
    [{ time_zone: '+03:00' }, 'time_zone'],
    [{ name: '' }, 'name'],
    [{ role: 'super_admin' }, 'role'],
    [{ tenant_id: studio.tenant_id }, 'tenant_id'],
  ] as const) {
    const made = refusalOf(owner('specialists.create', { name: 'Vera', ...more } as never));
    const changed = refusalOf(owner('specialists.update', { id: studio.specialist_id, ...more } as never));
    for (const { code, params } of await Promise.all([made, changed]))
      assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
});

test('who works here is the owner’s decision, and the specialists of another business are nobody’s', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  for (const person of [1001, SPECIALIST])
    assert.equal((await refusalOf(studio.as(person)('specialists.create', { name: 'Vera' }))).code, 'forbidden');
  const owner = studio.as(OWNER);
  const refused = (id: string) =>
    Promise.all(
      [
        owner('specialists.card', { id }),
        owner('specialists.update', { id, name: 'Mine' }),
        owner('specialists.archive', { id }),
        owner('specialists.restore', { id }),
      ].map(refusalOf),
    );
  const foreign = await refused(stranger.specialist_id);
  assert.deepEqual(foreign, await refused(NOBODY));
  for (const { code } of foreign) assert.equal(code, 'not_found');
  assert.equal((await stranger.guest('people.list_specialists', {})).items[0]?.name, 'Specialist 1');
});
