import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { openRooms } from '../../test-support/rooms.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });
const NOBODY = '00000000-0000-4000-8000-000000000000';

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

test('the owner makes rooms, changes them, archives them and brings them back', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const room = await owner('rooms.create', { name: ' Cabinet 1 ', position: 2 });
  assert.deepEqual(room, { ...room, name: 'Cabinet 1', translations: {}, position: 2, active: true });
  const first = await owner('rooms.create', { name: 'Chair' });
  const translations = { ru: { name: 'Кабинет' } };
  const changed = await owner('rooms.update', { id: room.id, translations });
  assert.deepEqual(changed, { ...room, translations });
  assert.deepEqual(await owner('rooms.update', { id: room.id }), changed, 'nothing named, nothing changed');
  assert.equal((await owner('rooms.archive', { id: room.id })).active, false);
  assert.deepEqual((await owner('rooms.list', {})).items, [first, { ...changed, active: false }]);
  assert.equal((await owner('rooms.restore', { id: room.id })).active, true);
});

test('a service has the rooms that it was last given, in the order of the rooms', async () => {
  const studio = await openRooms(world, { rooms: 3 });
  const owner = studio.as(OWNER);
  const [a = '', b = '', c = ''] = studio.room_ids;
  const give = (room_ids: string[]) => owner('services.set_rooms', { id: studio.service_id, room_ids });
  assert.deepEqual((await give([c, a, c])).room_ids, [a, c]);
  assert.deepEqual((await give([b])).room_ids, [b]);
  const refused = await refusalOf(give([a, NOBODY]));
  assert.deepEqual(refused, { code: 'not_found', params: { what: 'room', field: 'room_ids' } });
  assert.deepEqual((await owner('services.card', { id: studio.service_id })).room_ids, [b], 'nothing was changed');
  assert.deepEqual((await give([])).room_ids, []);
});

test('a room is called as its business calls it in the language of the reader', async () => {
  const studio = await openRooms(world);
  await studio.as(OWNER)('rooms.update', { id: studio.room_ids[0] ?? '', translations: { en: { name: 'Blue room' } } });
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal(booking.room?.name, 'Blue room');
  assert.equal((await studio.as(1001)('bookings.get', { id: booking.id })).room?.name, 'Blue room');
});

test('staff see the rooms and what takes place in them, everybody else nothing, and only the owner changes them', async () => {
  const studio = await openRooms(world);
  const room_id = studio.room_ids[0] ?? '';
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const range = { room_id, from: '2031-03-04', to: '2031-03-04' };
  for (const ask of [studio.as(SPECIALIST), studio.as(OWNER), studio.program]) {
    assert.equal((await ask('rooms.list', {})).total, 1);
    const { time_zone, days } = await ask('scheduling.room_range', range);
    assert.deepEqual(
      [time_zone, days.map(({ taken }) => taken.map(({ starts_at }) => starts_at))],
      ['UTC', [['2031-03-04T10:00:00Z']]],
    );
  }
  for (const [ask, code] of [
    [studio.guest, 'unauthenticated'],
    [studio.as(1001), 'forbidden'],
  ] as const) {
    assert.equal((await refusalOf(ask('rooms.list', {}))).code, code);
    assert.equal((await refusalOf(ask('scheduling.room_range', range))).code, code);
  }
  const specialist = studio.as(SPECIALIST);
  const calls = [
    specialist('rooms.create', { name: 'Mine' }),
    specialist('rooms.update', { id: room_id, name: 'Mine' }),
    specialist('rooms.archive', { id: room_id }),
    specialist('rooms.restore', { id: room_id }),
    specialist('services.set_rooms', { id: studio.service_id, room_ids: [] }),
  ];
  for (const { code } of await Promise.all(calls.map(refusalOf))) assert.equal(code, 'forbidden');
});

test('rooms of another business are nobody’s', async () => {
  const [studio, stranger] = [await openRooms(world), await openRooms(world)];
  const owner = studio.as(OWNER);
  const foreign = (service_id: string, room_id: string) =>
    Promise.all(
      [
        owner('rooms.update', { id: room_id, name: 'Mine' }),
        owner('rooms.archive', { id: room_id }),
        owner('rooms.restore', { id: room_id }),
        owner('scheduling.room_range', { room_id, from: '2031-03-04', to: '2031-03-04' }),
        owner('services.set_rooms', { id: studio.service_id, room_ids: [room_id] }),
        owner('services.set_rooms', { id: service_id, room_ids: [] }),
      ].map(refusalOf),
    );
  const refused = await foreign(stranger.service_id, stranger.room_ids[0] ?? '');
  assert.deepEqual(refused, await foreign(NOBODY, NOBODY));
  for (const { code } of refused) assert.equal(code, 'not_found');
  assert.equal((await owner('rooms.list', {})).total, 1);
  const card = await stranger.as(OWNER)('services.card', { id: stranger.service_id });
  assert.deepEqual(card.room_ids, stranger.room_ids);
});

for (const [what, more, field] of [
  ['without a name', { name: ' ' }, 'name'],
  ['at a place below the first', { position: -1 }, 'position'],
  ['in a language nobody speaks here', { translations: { de: { name: 'Raum' } } }, 'translations'],
  ['with a field nobody knows', { active: false }, 'active'],
] as const) {
  test(`a room ${what} is refused by name`, async () => {
    const owner = (await openStudio(world)).as(OWNER);
    const { code, params } = await refusalOf(owner('rooms.create', { name: 'Room', ...more } as never));
    assert.deepEqual([code, String(params['field']).split('.')[0]], ['invalid_input', field]);
    assert.equal((await owner('rooms.list', {})).total, 0);
  });
}
