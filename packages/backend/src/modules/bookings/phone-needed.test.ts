import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const CLIENT = 1001;

test('where a number is needed clients book and wait only once theirs is known', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const me = studio.as(CLIENT);
  // The control: nobody has decided so yet.
  await me('bookings.create', slotAt(studio, '10:00'));
  await studio.as(OWNER)('tenants.update_rules', { phone_needed: true });
  const { service_id } = studio;
  const day = { from_day: '2031-03-05', to_day: '2031-03-05' };
  assert.equal((await refusalOf(me('bookings.create', slotAt(studio, '12:00')))).code, 'phone_needed');
  assert.equal((await refusalOf(me('waitlist.join', { service_id, ...day }))).code, 'phone_needed');
  await me('clients.link_phone', { phone: '+4930987654', contact_user_id: CLIENT });
  await me('bookings.create', slotAt(studio, '12:00'));
  assert.equal((await refusalOf(me('waitlist.join', { service_id, ...day }))).code, 'slots_are_free');
  // What one business wants binds nobody in another.
  await other.as(CLIENT)('bookings.create', slotAt(other, '12:00'));
});

test('staff and programs book for clients whose number nobody knows', async () => {
  const studio = await openStudio(world);
  await studio.as(OWNER)('tenants.update_rules', { phone_needed: true });
  const { client_id } = await studio.as(CLIENT)('people.me', {});
  for (const [who, time] of [
    [studio.as(OWNER), '10:00'],
    [studio.program, '12:00'],
  ] as const)
    await who('bookings.create', { ...slotAt(studio, time), client_id: client_id ?? '' });
  assert.equal((await studio.as(CLIENT)('bookings.list', {})).total, 2);
});

test('bookings are listed from the first on, or from the last', async () => {
  const studio = await openStudio(world);
  const me = studio.as(CLIENT);
  for (const time of ['12:00', '10:00']) await me('bookings.create', slotAt(studio, time));
  const starts = async (order: 'asc' | 'desc') =>
    (await me('bookings.list', { order })).items.map(({ starts_at }) => starts_at.slice(11, 16));
  assert.deepEqual(
    [await starts('asc'), await starts('desc')],
    [
      ['10:00', '12:00'],
      ['12:00', '10:00'],
    ],
  );
});
