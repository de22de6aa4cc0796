import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { countOutcomes, countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { countRoomOverlaps, openRooms, type RoomyStudio } from '../../test-support/rooms.ts';
import { OWNER, openStudio, refusalOf } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
  await world.setClock('2031-03-03T08:00:00Z');
});

const book = (studio: RoomyStudio, who: number, time: string, more: { specialist?: number; hold?: boolean } = {}) =>
  studio.as(who)('bookings.create', {
    ...slotAt(studio, time),
    specialist_id: studio.specialist_ids[more.specialist ?? 0] ?? null,
    hold: more.hold ?? false,
  });

const taken = ({ tenant_id }: RoomyStudio) =>
  world.rows<{ specialist_id: string | null; room_id: string | null }>(
    'select specialist_id, room_id from reservations where tenant_id = $1 order by starts_at, specialist_id nulls last',
    [tenant_id],
  );

test('a visit takes the first room that is free, and tells which', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 3 });
  const [first, second] = [await book(studio, 1001, '10:00'), await book(studio, 1002, '10:00', { specialist: 1 })];
  assert.deepEqual([first.room?.name, second.room?.name], ['A', 'B']);
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: first.id }), first, 'read again it is the same');
  const refused = await refusalOf(book(studio, 1003, '10:00', { specialist: 2 }));
  assert.equal(refused.code, 'slot_taken');
  const nearest = refused.params['nearest'] as { starts_at: string }[];
  assert.deepEqual(
    nearest.map(({ starts_at }) => starts_at.slice(11, 16)),
    ['09:00', '11:00', '11:30', '12:00', '12:30'],
  );
  assert.equal((await taken(studio)).length, 4, 'nothing is left of what was refused');
});

test('a service without rooms takes none', async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal(booking.room, null);
  const [row] = await world.rows<{ count: number }>(
    'select count(*)::int as count from reservations where tenant_id = $1',
    [studio.tenant_id],
  );
  assert.equal(row?.count, 1);
});

test('cancelling frees the room together with the specialist', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  const { id } = await book(studio, 1001, '10:00');
  assert.equal((await refusalOf(book(studio, 1002, '10:00', { specialist: 1 }))).code, 'slot_taken');
  assert.equal((await studio.as(1001)('bookings.cancel', { id })).room, null);
  assert.deepEqual(await taken(studio), []);
  assert.equal((await book(studio, 1002, '10:00', { specialist: 1 })).room?.name, 'A');
});

test('the buffers of a service keep its room as well', async () => {
  const studio = await openRooms(world, { specialists: 2, service: { buffer_after_minutes: 30 } });
  await book(studio, 1001, '10:00');
  assert.equal((await refusalOf(book(studio, 1002, '11:00', { specialist: 1 }))).code, 'slot_taken');
  await book(studio, 1002, '11:30', { specialist: 1 });
});

test('a visit moves into the first room that is free then, and may stay where it overlaps itself', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 2 });
  await book(studio, 1001, '12:00', { specialist: 1 });
  const { id } = await book(studio, 1002, '10:00');
  const move = (starts_at: string) =>
    studio.as(1002)('bookings.move', { id, starts_at: `2031-03-04T${starts_at}:00Z` });
  assert.equal((await move('10:30')).room?.name, 'A', 'its own room does not stand in its way');
  assert.equal((await move('12:00')).room?.name, 'B');
  assert.equal((await move('14:00')).room?.name, 'A');
  assert.equal((await taken(studio)).length, 4);
});

test('a visit cannot move to where all rooms are taken, and stays as it was', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  await book(studio, 1001, '12:00', { specialist: 1 });
  const booking = await book(studio, 1002, '10:00');
  const before = await taken(studio);
  for (const outside_rules of [false, true]) {
    const moved = studio.as(OWNER)('bookings.move', {
      id: booking.id,
      starts_at: '2031-03-04T12:00:00Z',
      outside_rules,
    });
    assert.equal((await refusalOf(moved)).code, 'slot_taken');
  }
  assert.deepEqual(await taken(studio), before);
});

test('to another specialist a visit takes a room as well', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  const { id } = await book(studio, 1001, '10:00');
  const specialist_id = studio.specialist_ids[1] ?? '';
  const moved = await studio.as(OWNER)('bookings.move', { id, specialist_id, starts_at: '2031-03-04T10:00:00Z' });
  assert.equal(moved.room?.name, 'A');
});

test('a visit of a service that needs rooms no more leaves its room when it moves, and one that needs them gets one', async () => {
  const studio = await openRooms(world);
  const owner = studio.as(OWNER);
  const { id } = await book(studio, 1001, '10:00');
  await owner('services.set_rooms', { id: studio.service_id, room_ids: [] });
  assert.equal((await owner('bookings.get', { id })).room?.name, 'A', 'what is booked stays');
  assert.equal((await owner('bookings.move', { id, starts_at: '2031-03-04T11:00:00Z' })).room, null);
  assert.equal((await taken(studio)).length, 1);
  await owner('services.set_rooms', { id: studio.service_id, room_ids: [...studio.room_ids] });
  assert.equal((await owner('bookings.move', { id, starts_at: '2031-03-04T12:00:00Z' })).room?.name, 'A');
});

test('where every room is archived nothing takes place', async () => {
  const studio = await openRooms(world);
  const booking = await book(studio, 1001, '10:00');
  await studio.as(OWNER)('rooms.archive', { id: studio.room_ids[0] ?? '' });
  assert.equal((await refusalOf(book(studio, 1002, '12:00'))).code, 'slot_taken');
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: booking.id }), booking);
  await studio.as(OWNER)('rooms.restore', { id: studio.room_ids[0] ?? '' });
  assert.equal((await book(studio, 1002, '12:00')).room?.name, 'A');
});

test('a session has one room for all its seats, and frees it with the last', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 2, service: { capacity: 3 } });
  const [first, second] = [await book(studio, 1001, '10:00'), await book(studio, 1002, '10:00')];
  assert.deepEqual([first.room?.name, second.room?.name], ['A', 'A']);
  assert.equal((await book(studio, 1003, '10:00', { specialist: 1 })).room?.name, 'B');
  assert.equal((await taken(studio)).length, 4);
  await studio.as(OWNER)('services.set_rooms', { id: studio.service_id, room_ids: studio.room_ids.slice(1) });
  assert.equal((await book(studio, 1004, '10:00')).room?.name, 'A', 'a session stays where it is');
  for (const { id } of [first, second]) await studio.as(OWNER)('bookings.cancel', { id });
  assert.equal((await taken(studio)).length, 4);
  assert.equal((await studio.as(1004)('bookings.list', {})).items[0]?.room?.name, 'A');
});

test('who moves out of a session that goes on takes a room of their own', async () => {
  const studio = await openRooms(world, { rooms: 1, service: { capacity: 3 } });
  const { id } = await book(studio, 1001, '10:00');
  await book(studio, 1002, '10:00');
  assert.equal((await studio.as(1001)('bookings.move', { id, starts_at: '2031-03-04T12:00:00Z' })).room?.name, 'A');
  assert.equal((await taken(studio)).length, 4);
});

for (const capacity of [1, 3]) {
  test(`a hold keeps its room until it runs out, then it is free to colleagues (${capacity} seats)`, async () => {
    const studio = await openRooms(world, { specialists: 2, service: { capacity } });
    const held = await book(studio, 1001, '10:00', { hold: true });
    assert.equal(held.room?.name, 'A');
    assert.equal((await refusalOf(book(studio, 1002, '10:00', { specialist: 1 }))).code, 'slot_taken');
    await world.setClock('2031-03-03T08:11:00Z');
    const slots = await studio.guest('scheduling.free_slots_day', {
      service_id: studio.service_id,
      specialist_id: studio.specialist_ids[1] ?? '',
      date: '2031-03-04',
    });
    assert.ok(slots.slots.some(({ starts_at }) => starts_at === '2031-03-04T10:00:00Z'));
    assert.equal((await book(studio, 1002, '10:00', { specialist: 1 })).room?.name, 'A');
    assert.equal((await studio.as(1001)('bookings.get', { id: held.id })).status, 'cancelled');
    assert.equal((await taken(studio)).length, 2);
  });
}

test('a hold that is confirmed keeps its room', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  const { id } = await book(studio, 1001, '10:00', { hold: true });
  assert.equal((await studio.as(1001)('bookings.confirm', { id })).room?.name, 'A');
  await world.setClock('2031-03-03T09:00:00Z');
  assert.equal((await refusalOf(book(studio, 1002, '10:00', { specialist: 1 }))).code, 'slot_taken');
});

test('every visit of a series has its room, and where all are taken it clashes', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-11'));
  const series = await studio.as(OWNER)('series.create', {
    service_id: studio.service_id,
    specialist_id: studio.specialist_ids[1] ?? '',
    client: { name: 'Ann', phone: '+491701234567' },
    starts_at_local: '2031-03-04T10:00:00',
    rrule: 'FREQ=WEEKLY;COUNT=3',
    on_clash: 'skip',
  });
  assert.deepEqual(
    series.occurrences.map(({ status }) => status),
    ['booked', 'clash', 'booked'],
  );
  assert.equal((await taken(studio)).length, 6);
});

test('fifty callers, two specialists and two rooms that cross: nobody waits for ever and nothing overlaps', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 2, service: { step_minutes: 15 } });
  const owner = studio.as(OWNER);
  // A second service of both, with the same rooms in the other order of their names.
  const other = await owner('services.create', {
    name: 'Nails',
    duration_minutes: 45,
    step_minutes: 15,
    horizon_days: 60,
  });
  for (const specialist_id of studio.specialist_ids) await owner('services.set_giver', { id: other.id, specialist_id });
  await owner('services.set_rooms', { id: other.id, room_ids: studio.room_ids.toReversed() });
  const people = Array.from({ length: 50 }, (_, index) => 1001 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const times = ['10:00', '10:15', '10:30', '11:00'];
  for (let round = 0; round < 3; round += 1) {
    const calls = people.map((who, index) =>
      studio.as(who)('bookings.create', {
        service_id: index % 2 === 0 ? studio.service_id : other.id,
        specialist_id: [...studio.specialist_ids, null][index % 3] ?? null,
        starts_at: slotAt(studio, times[(index + round) % 4] ?? '10:00', `2031-03-0${4 + round}`).starts_at,
      }),
    );
    const { booked = 0, slot_taken = 0, ...others } = await countOutcomes(calls);
    assert.deepEqual(others, {});
    assert.ok(booked >= 2 && booked <= 4, `${booked} were booked`);
    assert.equal(booked + slot_taken, 50);
  }
  assert.equal(await countOverlaps(world, studio), 0);
  assert.equal(await countRoomOverlaps(world, studio), 0);
});

test('callers who move and cancel across rooms leave every visit with one room', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 2 });
  const owner = studio.as(OWNER);
  const people = Array.from({ length: 16 }, (_, index) => 1001 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const hours = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00'];
  const booked = await Promise.all(
    people.map((who, i) => book(studio, who, hours[i >> 1] ?? '', { specialist: i % 2 })),
  );
  const calls = booked.map(({ id }, index) =>
    index % 4 === 0
      ? owner('bookings.cancel', { id })
      : owner('bookings.move', {
          id,
          specialist_id: studio.specialist_ids[(index + 1) % 2] ?? '',
          starts_at: `2031-03-04T${hours[(index * 3) % 8]}:00Z`,
        }),
  );
  const { booked: done = 0, slot_taken = 0, ...others } = await countOutcomes(calls);
  assert.deepEqual(others, {});
  assert.equal(done + slot_taken, 16);
  const [count] = await world.rows<{ visits: number; rooms: number }>(
    `select count(*) filter (where specialist_id is not null)::int as visits,
      count(*) filter (where room_id is not null)::int as rooms from reservations where tenant_id = $1`,
    [studio.tenant_id],
  );
  assert.deepEqual(count, { visits: 12, rooms: 12 });
  assert.equal(await countRoomOverlaps(world, studio), 0);
});
