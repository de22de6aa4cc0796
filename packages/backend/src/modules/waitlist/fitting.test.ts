import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { attend, book, DAY, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';
import { insertGiver, insertService } from '../services/index.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** Another service of the studio's specialists. */
const addService = async ({ tenant_id, specialist_ids }: Studio, duration_minutes: number): Promise<string> => {
  const id = randomUUID();
  const shape = { step_minutes: 60, buffer_after_minutes: 0, capacity: 1, min_notice_minutes: 0, horizon_days: 60 };
  const card = { name: 'Another', description: '', translations: {}, price_minor: 0, currency: 'EUR', position: 1 };
  await world.backend.inTenant(tenant_id, async (tx) => {
    insertService(tx, { id, ...shape, ...card, duration_minutes });
    for (const specialist_id of specialist_ids) insertGiver(tx, { service_id: id, specialist_id });
  });
  return id;
};

const other = (studio: Studio, who: number, service_id: string, day = DAY) =>
  studio.as(who)('waitlist.join', { service_id, specialist_id: null, from_day: day, to_day: day });

test('days, the time of day and the specialist decide who is asked', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const [anna = '', boris = ''] = studio.specialist_ids;
  const visits = [];
  for (const [index, specialist_id] of [anna, boris].entries())
    for (const [at, time] of ['10:00', '11:00'].entries())
      visits.push(
        await studio.as(1900 + index * 2 + at)('bookings.create', {
          service_id: studio.service_id,
          specialist_id,
          starts_at: `${DAY}T${time}:00Z`,
        }),
      );
  await fillDay({ ...studio, as: (who) => studio.as(who + 30) }, '2031-03-05');
  await wait(studio, 1001, { from_day: '2031-03-05', to_day: '2031-03-05' });
  await wait(studio, 1002, { to_minute: 660 });
  await wait(studio, 1003, { specialist_id: boris });
  await wait(studio, 1004, { specialist_id: null, from_minute: 660 });
  const [, annaAtEleven, borisAtTen] = visits;
  await studio.as(OWNER)('bookings.cancel', { id: annaAtEleven?.id ?? '' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1004 11:00'], 'eleven with Anna suits only who takes anybody, late');
  await studio.as(OWNER)('bookings.cancel', { id: borisAtTen?.id ?? '' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1003 10:00', '1004 11:00']);
});

test('the day and the minutes are those of the wall clock where the visit is', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, zone: 'Asia/Tokyo' });
  const at = (who: number, hour: string) =>
    studio.as(who)('bookings.create', {
      service_id: studio.service_id,
      specialist_id: studio.specialist_id,
      starts_at: `${DAY}T${hour}:00:00+09:00`,
    });
  const ten = await at(1901, '10');
  await at(1902, '11');
  const entry = await wait(studio, 1001, { from_minute: 600, to_minute: 601 });
  assert.equal(entry.time_zone, 'Asia/Tokyo');
  await studio.as(OWNER)('bookings.cancel', { id: ten.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 01:00']);
});

test('only a visit that really fits is offered, of whatever service, and what is left goes to the next', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const long = await addService(studio, 120);
  const short = await addService(studio, 30);
  const [first, second] = await fillDay(studio);
  await other(studio, 1001, long);
  await other(studio, 1002, short);
  await wait(studio, 1003);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00'], 'two hours do not fit into one, nor an hour into the rest');
  await studio.as(1902)('bookings.cancel', { id: second.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00', '1003 11:00']);
});

test('a start that was not possible before because of its neighbour is offered as well', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, service: { ...TWO_A_DAY.service, step_minutes: 30 } });
  // 10:30–11:30 takes the whole of two hours.
  const visit = await studio.as(1901)('bookings.create', slotAt(studio, '10:30'));
  await wait(studio, 1001);
  await wait(studio, 1002);
  await studio.as(1901)('bookings.cancel', { id: visit.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00', '1002 11:00']);
});

test('who did not answer is not asked again about half an hour later, who declined is', async () => {
  for (const [answer, then] of [
    ['decline', ['1001 10:30']],
    ['silence', []],
  ] as const) {
    const studio = await openStudio(world, {
      ...TWO_A_DAY,
      intervals: [{ from_minute: 600, to_minute: 690 }],
      service: { step_minutes: 30 },
    });
    const visit = await studio.as(1901)('bookings.create', slotAt(studio, '10:00'));
    const { id } = await wait(studio, 1001);
    await studio.as(1901)('bookings.cancel', { id: visit.id });
    await attend(world, studio);
    assert.deepEqual(await offersOf(studio), ['1001 10:00']);
    if (answer === 'decline') await studio.as(1001)('waitlist.decline', { id });
    else await world.setClock('2031-03-03T08:20:00Z');
    await attend(world, studio);
    assert.deepEqual(await offersOf(studio), then, answer);
  }
});

test('what begins too soon or too late to be booked is not offered', async () => {
  const notice = { ...TWO_A_DAY, service: { ...TWO_A_DAY.service, min_notice_minutes: 120 } };
  const studio = await openStudio(world, notice);
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await world.setClock(`${DAY}T08:30:00Z`);
  await studio.as(OWNER)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
});

test('a time is held no longer than until its start', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await world.setClock(`${DAY}T09:50:00Z`);
  await studio.as(OWNER)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const { items } = await studio.as(1001)('waitlist.list', {});
  assert.equal(items[0]?.offer?.expires_at, `${DAY}T10:00:00Z`);
});

test('who has as many bookings as one may, is busy then, or has blocked the bot is passed over and keeps their place', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const [, boris = ''] = studio.specialist_ids;
  for (const day of ['06', '07', '08']) await book(studio, 1001, '10:00', `2031-03-${day}`);
  await studio.as(1002)('bookings.create', {
    service_id: studio.service_id,
    specialist_id: boris,
    starts_at: `${DAY}T10:00:00Z`,
  });
  const [first] = await fillDay(studio);
  for (const who of [1001, 1002, 1003, 1004]) await wait(studio, who);
  await studio.as(1003)('people.set_reachable', { reachable: false });
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1004 10:00']);
  const { items } = await studio.program('waitlist.list', {});
  assert.deepEqual(
    items.map(({ position }) => position),
    [1, 2, 3, 4],
  );
});

test('a seat of a group that is given back is offered, and only as many as are free', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, service: { ...TWO_A_DAY.service, capacity: 2 } });
  const seats = [];
  for (const [index, time] of ['10:00', '10:00', '11:00', '11:00'].entries())
    seats.push(await book(studio, 1901 + index, time));
  for (const who of [1001, 1002]) await wait(studio, who);
  await studio.as(1901)('bookings.cancel', { id: seats[0]?.id ?? '' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  const { id = '' } = (await studio.as(1001)('waitlist.list', {})).items[0] ?? {};
  assert.equal((await studio.as(1001)('waitlist.take', { id })).status, 'confirmed');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'no seat is left');
  await studio.as(1903)('bookings.cancel', { id: seats[2]?.id ?? '' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 11:00']);
});

test('a move and a deleted absence free time too', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await studio.as(1901)('bookings.move', { id: first.id, starts_at: '2031-03-06T10:00:00Z' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);

  const away = await studio.as(OWNER)('scheduling.add_time_off', {
    id: studio.specialist_id,
    kind: 'time_off',
    note: null,
    first_day: '2031-03-10',
    last_day: '2031-03-10',
  });
  await wait(studio, 1002, { from_day: '2031-03-10', to_day: '2031-03-10' });
  await studio.as(OWNER)('scheduling.remove_time_off', { id: studio.specialist_id, time_off_id: away.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00', '1002 10:00']);
});

test('a day that the business opens is offered to those who wait for it', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const { specialist_id: id } = studio;
  const closed = { id, date: DAY, intervals: [] };
  await studio.as(OWNER)('scheduling.set_override', closed);
  await wait(studio, 1001);
  await attend(world, studio);
  await studio.as(OWNER)('scheduling.set_override', { ...closed, intervals: [{ from: '15:00', to: '16:00' }] });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 15:00']);
  await studio.as(OWNER)('scheduling.set_override', closed);
  await wait(studio, 1002);
  await attend(world, studio);
  await studio.as(OWNER)('scheduling.remove_override', { id, date: DAY });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 15:00', '1002 10:00']);
  await wait(studio, 1003, { from_minute: 900 });
  await studio.as(OWNER)('scheduling.set_hours', { id, weekly: [{ days: [2], from: '10:00', to: '17:00' }] });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 15:00', '1002 10:00', '1003 16:00']);
});

test('who moves a visit of theirs into the days they wait for has what they wanted', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const own = await book(studio, 1001, '10:00', '2031-03-06');
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await studio.as(1001)('bookings.move', { id: own.id, starts_at: `${DAY}T10:00:00Z` });
  assert.equal((await studio.as(1001)('waitlist.list', {})).total, 0);
});

test('a client who has a visit that day may wait for another, and is not offered the one they gave up', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first, second] = await fillDay(studio);
  await wait(studio, 1901);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
  await studio.as(1902)('bookings.cancel', { id: second.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1901 11:00']);
});

test('the length of the hold is for the business to decide', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await world.rows('update tenants set waitlist_hold_minutes = 40 where tenant_id = $1', [studio.tenant_id]);
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  await world.setClock('2031-03-03T08:39:00Z');
  assert.equal((await studio.as(1001)('waitlist.take', { id })).status, 'confirmed');
  await assert.rejects(world.rows('update tenants set waitlist_hold_minutes = 0'), /check/);
  assert.equal((await refusalOf(wait(studio, 1002, { to_minute: 0 }))).code, 'invalid_input');
});
