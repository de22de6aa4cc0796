import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { attend, book, DAY, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const freedOf = ({ tenant_id }: Studio) => world.rows('select id from freed_times where tenant_id = $1', [tenant_id]);

test('who waits for a service that was archived does not keep those behind from being asked', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const owner = studio.as(OWNER);
  const [first] = await fillDay(studio);
  const massage = await owner('services.create', { name: 'Massage', duration_minutes: 60, step_minutes: 60 });
  await owner('services.set_giver', { id: massage.id, specialist_id: studio.specialist_id });
  await studio.as(1001)('waitlist.join', {
    service_id: massage.id,
    specialist_id: null,
    from_day: DAY,
    to_day: DAY,
  });
  await wait(studio, 1002);
  await owner('services.archive', { id: massage.id });
  await owner('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00']);
  assert.deepEqual(await freedOf(studio), [], 'and the time is not looked at for ever');
});

test('time of a specialist who was archived is offered to nobody', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const [, boris = ''] = studio.specialist_ids;
  const [first] = await fillDay(studio);
  for (const [who, time] of [
    [1911, '10:00'],
    [1912, '11:00'],
  ] as const)
    await book({ ...studio, specialist_id: boris }, who, time);
  await wait(studio, 1001, { specialist_id: null });
  await attend(world, studio);
  await world.rows('update specialists set active = false where id = $1', [studio.specialist_id]);
  await studio.as(OWNER)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
  assert.deepEqual(await freedOf(studio), []);
});

/** Client 1001 is offered ten o'clock of a service that is archived then. */
const openOffer = async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(OWNER)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  await studio.as(OWNER)('services.archive', { id: studio.service_id });
  return { studio, id };
};

test('an offer of a service that was archived meanwhile can be declined', async () => {
  const { studio, id } = await openOffer();
  assert.equal((await studio.as(1001)('waitlist.decline', { id })).status, 'waiting');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
});

test('an offer of a service that was archived meanwhile can be taken: what was promised is kept', async () => {
  const { studio, id } = await openOffer();
  assert.equal((await studio.as(1001)('waitlist.take', { id })).status, 'confirmed');
});

test('a hold that ran out says so when the service was archived, and that nothing is free', async () => {
  const { studio, id } = await openOffer();
  await world.setClock('2031-03-03T08:20:00Z');
  const { code, params } = await refusalOf(studio.as(1001)('waitlist.take', { id }));
  assert.deepEqual([code, params], ['hold_expired', { nearest: [] }]);
});
