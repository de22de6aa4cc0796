import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import fc from 'fast-check';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { countRoomOverlaps, openRooms, type RoomyStudio } from '../../test-support/rooms.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { attend, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';
import { reserve } from './store-taking.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const DATE = '2031-03-04';

const free = async ({ guest, service_id }: RoomyStudio, specialist_id?: string): Promise<string[]> => {
  const day = await guest('scheduling.free_slots_day', {
    service_id,
    date: DATE,
    ...(specialist_id && { specialist_id }),
  });
  return day.slots.map(({ starts_at }) => starts_at.slice(11, 16));
};

const OVERLAP = `
  with main as (
    insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
    select $1, $2, 'booking', at, at + interval '1 hour' from (select $4::timestamptz as at) one returning *)
  insert into reservations (tenant_id, room_id, companion_of, kind, starts_at, ends_at)
  select tenant_id, $3, id, kind, starts_at, ends_at from main`;

const code = (error: unknown) => [(error as { code: string }).code, (error as { constraint: string }).constraint];

test('the database refuses two visits in one room, and only its constraint does', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  const write = (index: number, time: string) =>
    world.rows(OVERLAP, [studio.tenant_id, studio.specialist_ids[index], studio.room_ids[0], `${DATE}T${time}:00Z`]);
  await write(0, '10:00');
  await assert.rejects(write(1, '10:30'), (error) => {
    assert.deepEqual(code(error), ['23P01', 'reservations_no_room_overlap']);
    return true;
  });
  await write(1, '11:00');
  const values = [studio.tenant_id, studio.specialist_ids[1], studio.room_ids[0], `${DATE}T10:00:00Z`];
  const again = values.reduce<string>((text, value, index) => text.replaceAll(`$${index + 1}`, `'${value}'`), OVERLAP);
  const without = `alter table reservations drop constraint reservations_no_room_overlap`;
  await world.rows(`begin; ${without}; ${again}; rollback`);
});

test('without the locks two visits that take each other’s rooms wait for each other until the database ends one', async () => {
  const studio = await openRooms(world, { rooms: 2, specialists: 2 });
  const rooms = studio.room_ids.map((id) => ({ id, name: '' }));
  const hour = (time: string) => ({
    starts_at: `${DATE}T${time}:00Z`,
    ends_at: `${DATE}T${time.replace(':00', ':30')}:00Z`,
  });
  const { promise: met, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  const cross = (specialist: number, [first, then]: readonly (readonly [string, number])[]) =>
    world.backend.inTenant(studio.tenant_id, async (tx) => {
      const take = ([time, room]: readonly [string, number] = ['', 0]) => {
        const specialist_id = studio.specialist_ids[specialist] ?? '';
        const row = { specialist_id, service_id: studio.service_id, ...hour(time), seats: 1 };
        return reserve(tx, { ...row, buffer_before_minutes: 0, buffer_after_minutes: 0 }, rooms.slice(room, room + 1));
      };
      await take(first);
      waiting += 1;
      if (waiting === 2) resolve();
      await met;
      await take(then);
    });
  const [here, there] = [['10:00', 0] as const, ['12:00', 1] as const];
  const outcomes = await Promise.allSettled([cross(0, [here, there]), cross(1, [there, here])]);
  const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? code(outcome.reason)[0] : []));
  assert.deepEqual(codes, ['40P01']);
  assert.equal(await countRoomOverlaps(world, studio), 0);
});

test('a row takes a specialist or a room, never both and never none, and a room only beside a specialist', async () => {
  const studio = await openRooms(world);
  const [specialist, room] = [studio.specialist_id, studio.room_ids[0] ?? null];
  for (const [specialist_id, room_id] of [
    [specialist, room],
    [null, null],
    [null, room],
  ]) {
    const written = world.rows(
      `insert into reservations (tenant_id, specialist_id, room_id, kind, starts_at, ends_at)
        values ($1, $2, $3, 'booking', '2031-03-04T10:00Z', '2031-03-04T11:00Z')`,
      [studio.tenant_id, specialist_id, room_id],
    );
    await assert.rejects(written, (error) => {
      assert.match(code(error).join(), /^23514,reservations_(one_resource|companion)$/);
      return true;
    });
  }
});

test('of two specialists who share a room one is offered at a time, and both where there are two rooms', async () => {
  const shared = await openRooms(world, { specialists: 2 });
  await shared.as(1001)('bookings.create', slotAt(shared, '10:00'));
  const other = shared.specialist_ids[1] ?? '';
  const before = (await free(shared, other)).filter((time) => time < '12:00');
  assert.deepEqual(before, ['09:00', '11:00', '11:30']);
  const roomy = await openRooms(world, { specialists: 2, rooms: 2 });
  await roomy.as(1001)('bookings.create', slotAt(roomy, '10:00'));
  assert.ok((await free(roomy, roomy.specialist_ids[1])).includes('10:00'));
});

test('why not: the room, with what takes it', async () => {
  const studio = await openRooms(world, { specialists: 2 });
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const [, other = ''] = studio.specialist_ids;
  const ask = (specialist_id: string, time: string) =>
    studio.program('scheduling.why_not', { ...slotAt(studio, time), specialist_id });
  const { offered, rule, row } = await ask(other, '10:30');
  assert.deepEqual([offered, rule], [false, 'room_taken']);
  const expected = {
    room_id: studio.room_ids[0],
    kind: 'booking',
    starts_at: `${DATE}T10:00:00Z`,
    ends_at: `${DATE}T11:00:00Z`,
  };
  assert.deepEqual(row, { id: row?.id, ...expected });
  assert.equal((await ask(other, '10:45')).rule, 'room_taken');
  assert.equal((await ask(other, '11:15')).rule, 'off_grid');
  const own = await ask(studio.specialist_id, '10:30');
  assert.deepEqual([own.rule, own.row?.room_id], ['taken', null]);
  await studio.as(OWNER)('rooms.archive', { id: studio.room_ids[0] ?? '' });
  const gone = await ask(other, '14:00');
  assert.deepEqual([gone.rule, gone.row], ['room_taken', null], 'there is no room at all');
});

test('a specialist’s day knows nothing of rooms, and a room’s day tells who is in it', async () => {
  const studio = await openRooms(world, { specialists: 2, zone: 'Europe/Berlin' });
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const [specialist_id = '', other = ''] = studio.specialist_ids;
  const day = (id: string) => studio.program('scheduling.day', { specialist_id: id, date: DATE });
  assert.equal((await day(specialist_id)).taken.length, 1);
  assert.equal((await day(other)).taken.length, 0);
  const room_id = studio.room_ids[0] ?? '';
  const { time_zone, days } = await studio.as(SPECIALIST)('scheduling.room_range', {
    room_id,
    from: '2031-03-03',
    to: DATE,
  });
  assert.deepEqual(
    [time_zone, days.map(({ date, taken }) => [date, taken.length])],
    [
      'Europe/Berlin',
      [
        ['2031-03-03', 0],
        [DATE, 1],
      ],
    ],
  );
  assert.deepEqual(days[1]?.taken, [
    {
      starts_at: `${DATE}T10:00:00Z`,
      ends_at: `${DATE}T11:00:00Z`,
      kind: 'booking',
      specialist_id,
      service_id: studio.service_id,
      seats: 1,
      seats_taken: 1,
    },
  ]);
  const backwards = studio.program('scheduling.room_range', { room_id, from: DATE, to: '2031-03-03' });
  assert.equal((await refusalOf(backwards)).code, 'invalid_input');
});

test('a room that becomes free is offered to whoever waits for a colleague', async () => {
  const studio = await openRooms(world, { ...TWO_A_DAY, specialists: 2 });
  const [first] = await fillDay(studio);
  const [, other = ''] = studio.specialist_ids;
  await wait(studio, 1001, { specialist_id: other });
  await studio.as(OWNER)('scheduling.add_time_off', { id: studio.specialist_id, first_day: '2031-03-05' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'the room is taken');
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  assert.equal(await countRoomOverlaps(world, studio), 0);
});

test('a service without rooms is offered whatever takes the rooms', async () => {
  const plain = await openStudio(world, { specialists: 2 });
  await plain.as(1001)('bookings.create', slotAt(plain, '10:00'));
  const day = { service_id: plain.service_id, specialist_id: plain.specialist_ids[1] ?? '', date: DATE };
  const { slots } = await plain.guest('scheduling.free_slots_day', day);
  assert.ok(slots.some(({ starts_at }) => starts_at === `${DATE}T10:00:00Z`));
});

test('whatever was booked, exactly the starts that are offered can be booked', async () => {
  const HALF_HOURS = Array.from({ length: 17 }, (_, index) => 18 + index);
  const clock = (half: number) => `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
  const visit = fc.record({ specialist: fc.nat(1), half: fc.constantFrom(...HALF_HOURS) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(visit, { minLength: 3, maxLength: 12 }),
      fc.integer({ min: 1, max: 2 }),
      async (visits, rooms) => {
        const studio = await openRooms(world, { specialists: 2, rooms });
        const done: { specialist: number; half: number; room: number }[] = [];
        // The first room in which nothing takes place then; undefined where there is none, or the specialist is taken.
        const roomAt = ({ specialist, half }: { specialist: number; half: number }) => {
          const near = done.filter((one) => Math.abs(one.half - half) < 2);
          if (near.some((one) => one.specialist === specialist)) return undefined;
          return [0, 1].slice(0, rooms).find((room) => !near.some((one) => one.room === room));
        };
        for (const one of visits) {
          const offered = await free(studio, studio.specialist_ids[one.specialist]);
          const all = HALF_HOURS.filter((half) => roomAt({ ...one, half }) !== undefined).map(clock);
          assert.deepEqual(offered, all);
          const call = studio.program('bookings.create', {
            ...slotAt(studio, clock(one.half)),
            specialist_id: studio.specialist_ids[one.specialist] ?? null,
            client: { name: 'Ann', phone: `+49170${String(1_000_000 + done.length)}` },
          });
          const room = roomAt(one);
          if (room === undefined) assert.equal((await refusalOf(call)).code, 'slot_taken');
          else {
            assert.equal((await call).room?.id, studio.room_ids[room]);
            done.push({ ...one, room });
          }
        }
      },
    ),
    { numRuns: 12 },
  );
});
