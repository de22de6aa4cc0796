import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Slot } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const book = (studio: Studio, time: string, day?: string) =>
  studio.as(1001)('bookings.create', slotAt(studio, time, day));

test('a booking says everything about itself and reads back the same', async () => {
  const studio = await openStudio(world);
  const booking = await book(studio, '10:00');
  const { id, created_at, client, ...rest } = booking;
  assert.deepEqual(rest, {
    status: 'confirmed',
    starts_at: '2031-03-04T10:00:00Z',
    ends_at: '2031-03-04T11:00:00Z',
    time_zone: 'UTC',
    service: { id: studio.service_id, name: 'Haircut' },
    specialist: { id: studio.specialist_id, name: 'Specialist 1' },
    room: null,
    price_minor: 250_000,
    currency: 'EUR',
    changeable_until: '2031-03-03T10:00:00Z',
    held_until: null,
  });
  assert.equal(client.name, 'Person 1001');
  assert.ok(created_at.startsWith('2031-03-03T08:0'), 'the clock that was moved counts');
  assert.deepEqual(await studio.as(1001)('bookings.get', { id }), booking);
});

test('a booking has its reservation and the first line of its history', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio, '10:00');
  const history = await world.rows('select actor, change, before, after from booking_history where booking_id = $1', [
    id,
  ]);
  const [booking] = await world.rows<{ reservation_id: string }>('select * from bookings where id = $1', [id]);
  assert.equal(history.length, 1);
  const { after: written, ...line } = history[0] as { after: Record<string, unknown> };
  assert.deepEqual(line, { actor: 'telegram:1001', change: 'created', before: null });
  assert.equal(written['reservation_id'], booking?.reservation_id);
  assert.equal(Date.parse(`${written['starts_at']}`), Date.parse('2031-03-04T10:00:00Z'));
});

test('nearest is nearest on either side: three days before come ahead of six days after', async () => {
  const studio = await openStudio(world);
  await world.rows(
    `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
    values ($1, $2, 'time_off', '2031-03-18T00:00Z', '2031-03-26T00:00Z')`,
    [studio.tenant_id, studio.specialist_id],
  );
  const { code, params } = await refusalOf(book(studio, '10:00', '2031-03-20'));
  assert.equal(code, 'slot_taken');
  assert.deepEqual(
    (params['nearest'] as Slot[]).map(({ starts_at }) => starts_at),
    ['17:00', '16:30', '16:00', '15:30', '15:00'].map((time) => `2031-03-17T${time}:00Z`),
  );
});

for (const [what, time, day, rule] of [
  ['a start beside the grid', '10:10', '2031-03-04', 'off_grid'],
  ['a start that is past', '07:30', '2031-03-03', 'past'],
  ['a start beyond the horizon', '10:00', '2031-05-03', 'horizon'],
  ['a start before the specialist works', '08:00', '2031-03-04', 'outside_hours'],
  ['a start from which the work would not be done in time', '17:30', '2031-03-04', 'outside_hours'],
  ['a start sooner than the notice', '09:30', '2031-03-03', 'min_notice'],
] as const) {
  test(`${what} is refused with the rule and what is free nearby`, async () => {
    const studio = await openStudio(world, { service: { min_notice_minutes: 120 } });
    const { code, params } = await refusalOf(book(studio, time, day));
    assert.deepEqual([code, params['field'], params['rule']], ['slot_not_offered', 'starts_at', rule]);
    const nearest = params['nearest'] as Slot[];
    assert.equal(nearest.length, 5);
    const distance = ({ starts_at }: Slot) => Math.abs(Date.parse(starts_at) - Date.parse(`${day}T${time}:00Z`));
    assert.deepEqual(
      nearest.toSorted((a, b) => distance(a) - distance(b)),
      nearest,
      'nearest first',
    );
    const [first] = nearest;
    const { service_id, specialist_id } = studio;
    await studio.as(1001)('bookings.create', { service_id, specialist_id, starts_at: first?.starts_at ?? '' });
  });
}

test('the last day of the horizon can be booked and the notice counts from now to the second', async () => {
  const studio = await openStudio(world, { service: { min_notice_minutes: 120, horizon_days: 60 } });
  await book(studio, '10:00', '2031-05-02');
  await world.setClock('2031-03-04T07:59:55Z');
  await book(studio, '10:00');
  await world.setClock('2031-03-04T10:00:01Z');
  assert.equal((await refusalOf(book(studio, '12:00'))).params['rule'], 'min_notice');
});

test('an offset in the start is the same instant, and seconds beside the grid are refused', async () => {
  const studio = await openStudio(world);
  const slot = slotAt(studio, '10:00');
  const off = await refusalOf(studio.as(1001)('bookings.create', { ...slot, starts_at: '2031-03-04T10:00:01Z' }));
  assert.equal(off.params['rule'], 'off_grid');
  const booking = await studio.as(1001)('bookings.create', { ...slot, starts_at: '2031-03-04T13:00:00+03:00' });
  assert.equal(booking.starts_at, '2031-03-04T10:00:00Z');
});

test('a service or specialist that is not there is not found', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const slot = slotAt(studio, '10:00');
  for (const [changed, what] of [
    [{ service_id: other.service_id, specialist_id: null }, 'service'],
    [{ specialist_id: other.specialist_id }, 'specialist'],
  ] as const) {
    const { code, params } = await refusalOf(studio.as(1001)('bookings.create', { ...slot, ...changed }));
    assert.deepEqual([code, params['what']], ['not_found', what]);
  }
});

test('a specialist with a duration and a price of their own is booked with these', async () => {
  const studio = await openStudio(world);
  await world.rows('update service_specialists set duration_minutes = 90, price_minor = 1 where specialist_id = $1', [
    studio.specialist_id,
  ]);
  const booking = await book(studio, '10:00');
  assert.equal(booking.ends_at, '2031-03-04T11:30:00Z');
  assert.equal(booking.price_minor, 1);
  assert.equal((await refusalOf(book(studio, '11:00'))).code, 'slot_taken');
  await book(studio, '11:30');
});

test('whoever leaves the choice to us gets the specialist with the lightest day', async () => {
  const studio = await openStudio(world, { specialists: 3 });
  const [first = '', second = '', third = ''] = studio.specialist_ids;
  for (const [specialist_id, time] of [
    [first, '09:00'],
    [first, '10:00'],
    [third, '09:00'],
  ] as const)
    await studio.program('bookings.create', {
      ...slotAt(studio, time),
      specialist_id,
      client: { name: 'A', phone: `+49301234${time.slice(0, 2)}${specialist_id === first ? 1 : 2}` },
    });
  const anybody = (time: string) =>
    studio.as(1001)('bookings.create', { ...slotAt(studio, time), specialist_id: null });
  assert.equal((await anybody('13:00')).specialist.id, second);
  const two = await anybody('09:00');
  assert.equal(two.specialist.id, second, 'the only one who is free then');
  assert.equal((await anybody('15:00')).specialist.id, third);
});

test('somebody known by telephone is the same client, however the number is written', async () => {
  const studio = await openStudio(world);
  const create = (time: string, name: string, phone: string) =>
    studio.program('bookings.create', { ...slotAt(studio, time), client: { name, phone } });
  const first = await create('10:00', 'Anna', '+49 (30) 123-456');
  const second = await create('12:00', 'A. Other', '+4930123456');
  assert.equal(second.client.id, first.client.id);
  assert.deepEqual(second.client, { id: first.client.id, name: 'Anna', phone: '+4930123456' });
});

test('clients book for themselves only; staff and programs say for whom', async () => {
  const studio = await openStudio(world);
  const slot = slotAt(studio, '10:00');
  const client = { name: 'Anna', phone: '+4930123456' };
  assert.equal((await refusalOf(studio.as(1001)('bookings.create', { ...slot, client }))).code, 'forbidden');
  const nobody = await refusalOf(studio.program('bookings.create', slot));
  assert.deepEqual([nobody.code, nobody.params['field']], ['invalid_input', 'client']);
  const unknown = { ...slot, client_id: studio.service_id };
  assert.deepEqual((await refusalOf(studio.program('bookings.create', unknown))).params['what'], 'client');
  const both = { ...slot, client, client_id: studio.service_id };
  assert.equal((await refusalOf(studio.program('bookings.create', both))).code, 'invalid_input');
  const booking = await studio.as(OWNER)('bookings.create', { ...slot, client });
  const again = { ...slotAt(studio, '12:00'), client_id: booking.client.id };
  assert.equal((await studio.as(SPECIALIST)('bookings.create', again)).client.name, 'Anna');
});

test('a client of colleagues only is to a specialist like nobody', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [own = '', colleague = ''] = studio.specialist_ids;
  const client = { name: 'Anna', phone: '+4930123456' };
  const booked = await studio.as(OWNER)('bookings.create', {
    ...slotAt(studio, '10:00'),
    specialist_id: colleague,
    client,
  });
  const ask = (client_id: string, time: string) =>
    studio.as(SPECIALIST)('bookings.create', { ...slotAt(studio, time), specialist_id: own, client_id });
  const stranger = await refusalOf(ask(booked.client.id, '12:00'));
  assert.deepEqual(stranger, await refusalOf(ask(studio.service_id, '12:00')));
  assert.equal(stranger.code, 'not_found');
  await studio.as(OWNER)('bookings.create', {
    ...slotAt(studio, '14:00'),
    specialist_id: own,
    client_id: booked.client.id,
  });
  assert.equal((await ask(booked.client.id, '16:00')).client.name, 'Anna');
});

test('a hold that has run out occupies nothing and goes when somebody books its time', async () => {
  const studio = await openStudio(world);
  const hold = (time: string, expires_at: string) =>
    world.rows(
      `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at, expires_at)
        values ($1, $2, 'hold', $3, $3::timestamptz + interval '1 hour', $4)`,
      [studio.tenant_id, studio.specialist_id, `2031-03-04T${time}:00Z`, expires_at],
    );
  await hold('10:00', '2031-03-03T07:59:00Z');
  await hold('12:00', '2031-03-03T08:10:00Z');
  const { slots } = await studio.guest('scheduling.free_slots_day', { ...studio_slot(studio), date: '2031-03-04' });
  const free = slots.map(({ starts_at }) => starts_at.slice(11, 16));
  assert.ok(free.includes('10:00') && !free.includes('12:00'));
  await book(studio, '10:00');
  assert.equal((await refusalOf(book(studio, '12:00'))).code, 'slot_taken');
  await world.setClock('2031-03-03T08:11:00Z');
  await book(studio, '12:00');
  assert.deepEqual(
    await world.rows(`select 1 from reservations where kind = 'hold' and tenant_id = $1`, [studio.tenant_id]),
    [],
  );
});

const studio_slot = ({ service_id, specialist_id }: Studio) => ({ service_id, specialist_id });

test('staff and programs book outside the rules: any hour, any minute, any day, above the limit', async () => {
  const studio = await openStudio(world, { service: { min_notice_minutes: 600 } });
  const { client } = await book(studio, '10:00');
  for (const time of ['12:00', '14:00']) await book(studio, time);
  const outside = (by: Studio['program'], starts_at: string) =>
    by('bookings.create', { ...slotAt(studio, '10:00'), starts_at, client_id: client.id, outside_rules: true });
  for (const [by, starts_at] of [
    [studio.as(SPECIALIST), '2031-03-03T08:17:00Z'],
    [studio.as(OWNER), '2031-03-04T21:05:00Z'],
    [studio.program, '2032-07-07T03:00:00Z'],
  ] as const)
    assert.equal((await outside(by, starts_at)).starts_at, starts_at);
  const over = await refusalOf(outside(studio.program, '2031-03-04T10:30:00Z'));
  assert.equal(over.code, 'slot_taken', 'never over what is taken');
  assert.equal((over.params['nearest'] as Slot[]).length, 5);
  const past = await refusalOf(outside(studio.program, '2031-03-03T07:00:00Z'));
  assert.deepEqual([past.code, past.params['rule']], ['slot_not_offered', 'past']);
});

test('outside the rules nobody books for themselves, with nobody in particular, or with a colleague', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const slot = { ...slotAt(studio, '10:00'), outside_rules: true };
  const client = { name: 'Anna', phone: '+4930123456' };
  const asClient = await refusalOf(studio.as(1001)('bookings.create', slot));
  assert.deepEqual([asClient.code, asClient.params['field']], ['forbidden', 'outside_rules']);
  const anybody = await refusalOf(studio.program('bookings.create', { ...slot, client, specialist_id: null }));
  assert.deepEqual([anybody.code, anybody.params['field']], ['invalid_input', 'specialist_id']);
  assert.equal((await refusalOf(studio.as(SPECIALIST + 1)('bookings.create', { ...slot, client }))).code, 'forbidden');
});

test('a seat of a session is taken outside the rules while there is one', async () => {
  const studio = await openStudio(world, { service: { capacity: 2, step_minutes: 60 } });
  const seat = (last: number) =>
    studio.program('bookings.create', {
      ...slotAt(studio, '21:00'),
      client: { name: 'A', phone: `+4930123450${last}` },
      outside_rules: true,
    });
  await seat(1);
  await seat(2);
  assert.equal((await refusalOf(seat(3))).code, 'slot_taken');
});

test('specialists book for clients of their own, and are clients themselves with a colleague', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const client = { name: 'Anna', phone: '+4930123456' };
  const colleague = studio.as(SPECIALIST + 1);
  for (const specialist_id of [studio.specialist_id, null]) {
    const foreign = await refusalOf(
      colleague('bookings.create', { ...slotAt(studio, '10:00'), specialist_id, client }),
    );
    assert.deepEqual([foreign.code, foreign.params['field']], ['forbidden', 'specialist_id']);
  }
  const own = await colleague('bookings.create', slotAt(studio, '10:00'));
  assert.equal(own.client.name, `Person ${SPECIALIST + 1}`);
  const lines = await world.rows('select actor, acting_as from booking_history where booking_id = $1', [own.id]);
  assert.deepEqual(lines, [{ actor: `telegram:${SPECIALIST + 1}`, acting_as: 'client' }]);
  const given = await studio.as(SPECIALIST)('bookings.create', { ...slotAt(studio, '12:00'), client });
  const [line] = await world.rows('select acting_as from booking_history where booking_id = $1', [given.id]);
  assert.deepEqual(line, { acting_as: 'staff' });
});
