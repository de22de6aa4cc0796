import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { countOutcomes, countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const DAY = '2031-03-05';

const book = (studio: Studio, who = 1001, time = '10:00') =>
  studio.as(who)('bookings.create', slotAt(studio, time, DAY));

const move = (studio: Studio, who: number, id: string, time: string) =>
  studio.as(who)('bookings.move', { id, starts_at: `${DAY}T${time}:00Z` });

const reservationsOf = ({ tenant_id }: Studio) =>
  world.rows<{ line: string }>(
    `select to_char(starts_at at time zone 'UTC', 'HH24:MI') || ' ' || kind || ' ' || seats_taken || '/' || seats as line
      from reservations where tenant_id = $1 order by starts_at`,
    [tenant_id],
  );

const linesIn = (rows: readonly { line: string }[]): string[] => rows.map(({ line }) => line);

test('seats move one by one: into a session that is there, or opening one, and the last takes the time along', async () => {
  const studio = await openStudio(world, { service: { capacity: 3, step_minutes: 60 } });
  const [first, second] = [await book(studio, 1001), await book(studio, 1002)];
  await book(studio, 1003, '12:00');
  await move(studio, 1001, first.id, '12:00');
  assert.deepEqual(linesIn(await reservationsOf(studio)), ['10:00 booking 1/3', '12:00 booking 2/3']);
  await move(studio, 1001, first.id, '14:00');
  assert.deepEqual(linesIn(await reservationsOf(studio)), [
    '10:00 booking 1/3',
    '12:00 booking 1/3',
    '14:00 booking 1/3',
  ]);
  await move(studio, 1002, second.id, '12:00');
  await move(studio, 1001, first.id, '10:00');
  assert.deepEqual(linesIn(await reservationsOf(studio)), ['10:00 booking 1/3', '12:00 booking 2/3']);
  await book(studio, 1004, '12:00');
  assert.equal((await refusalOf(move(studio, 1001, first.id, '12:00'))).code, 'slot_taken', 'it is full');
  const twin = await book(studio, 1002, '10:00');
  assert.equal((await refusalOf(move(studio, 1002, twin.id, '12:00'))).code, 'slot_taken');
  assert.equal(await countOverlaps(world, studio), 0);
});

test('nobody moves into a session in which they sit already', async () => {
  const studio = await openStudio(world, { service: { capacity: 3, step_minutes: 60 } });
  const { id } = await book(studio);
  await book(studio, 1001, '12:00');
  assert.equal((await refusalOf(move(studio, 1001, id, '12:00'))).code, 'already_booked');
  assert.deepEqual(linesIn(await reservationsOf(studio)), ['10:00 booking 1/3', '12:00 booking 1/3']);
});

test('of ten who move into the last three seats at once three sit there, and nobody loses the seat they had', async () => {
  const studio = await openStudio(world, { service: { capacity: 10, step_minutes: 60 } });
  const bookings = await Promise.all(Array.from({ length: 10 }, (_, index) => book(studio, 1001 + index)));
  await world.rows('update services set capacity = 3 where id = $1', [studio.service_id]);
  const moves = bookings.map(({ id }, index) => move(studio, 1001 + index, id, '14:00'));
  assert.deepEqual(await countOutcomes(moves), { booked: 3, slot_taken: 7 });
  assert.deepEqual(linesIn(await reservationsOf(studio)), ['10:00 booking 7/10', '14:00 booking 3/3']);
});
