/** What is kept of a timetable is used only as long as it is true. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from '../../db/sql.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { openStudio, type Studio } from '../../test-support/studio.ts';
import { findOffer } from './store-offer.ts';

const world = await testBackend({ after });
const DAY = MONDAY.slice(0, 10);
const TOMORROW = new Date(Date.parse(DAY) + 86_400_000).toISOString().slice(0, 10);

const starts = async ({ guest, service_id }: Studio, date = TOMORROW): Promise<string[]> => {
  const { slots } = await guest('scheduling.free_slots_day', { service_id, date });
  return slots.map(({ starts_at }) => starts_at.slice(11, 16));
};

const close = 'insert into overrides (tenant_id, specialist_id, day, intervals) values ($1, $2, $3, $4)';

/** Each change is made behind the back of the process, as another process would make it. */
const CHANGES: [
  what: string,
  change: string,
  values: (studio: Studio) => unknown[],
  left: (before: string[]) => string[],
][] = [
  ['a day that is closed', close, (one) => [one.tenant_id, one.specialist_id, TOMORROW, '[]'], () => []],
  [
    'weekly hours that are taken away',
    'delete from working_hours where tenant_id = $1',
    (one) => [one.tenant_id],
    () => [],
  ],
  [
    'weekly hours that end earlier',
    'update working_hours set to_minute = 660 where tenant_id = $1',
    (one) => [one.tenant_id],
    () => ['09:00', '09:30', '10:00'],
  ],
  [
    'another step',
    'update services set step_minutes = 60 where tenant_id = $1',
    (one) => [one.tenant_id],
    (before) => before.filter((start) => start.endsWith(':00')),
  ],
  [
    'a duration of their own',
    'update service_specialists set duration_minutes = 540 where tenant_id = $1',
    (one) => [one.tenant_id],
    () => ['09:00'],
  ],
  [
    'another time zone',
    "update specialists set time_zone = 'Etc/GMT-1' where tenant_id = $1",
    (one) => [one.tenant_id],
    (before) => ['08:00', '08:30', ...before.slice(0, -2)],
  ],
];

for (const [what, change, values, left] of CHANGES)
  test(`${what} shows in the very next answer`, async () => {
    const studio = await openStudio(world);
    const before = await starts(studio);
    assert.deepEqual(await starts(studio), before, 'as it is kept');
    assert.equal(before.length, 17);
    await world.rows(change, values(studio));
    assert.deepEqual(await starts(studio), left(before));
  });

test('a room that a service comes to need is looked for in the very next answer', async () => {
  const studio = await openStudio(world);
  assert.equal((await starts(studio)).length, 17);
  await world.rows(
    `with room as (insert into rooms (tenant_id, name, active) values ($1, 'Closed', false) returning id)
     insert into service_rooms (tenant_id, service_id, room_id) select $1, $2, id from room`,
    [studio.tenant_id, studio.service_id],
  );
  assert.deepEqual(await starts(studio), []);
});

test('a change that was rolled back is none, also for whoever saw it', async () => {
  const studio = await openStudio(world);
  const before = await starts(studio);
  const seen = await world.backend
    .inTenant(studio.tenant_id, async (tx) => {
      tx.send(sql`update working_hours set to_minute = 660`);
      const wanted = { service_id: studio.service_id, specialist_id: null, language: 'en' } as const;
      const { givers } = await findOffer(tx, wanted, { from: TOMORROW, to: TOMORROW });
      assert.equal(givers[0]?.hours[0]?.to_minute, 660);
      throw new Error('never mind');
    })
    .catch(String);
  assert.match(String(seen), /never mind/);
  assert.deepEqual(await starts(studio), before);
});

test('an override of a day long ago counts for whoever asks about that day', async () => {
  const studio = await openStudio(world);
  const long_ago = new Date(Date.parse(DAY) - 40 * 86_400_000).toISOString().slice(0, 10);
  await starts(studio);
  await world.rows(close, [studio.tenant_id, studio.specialist_id, long_ago, '[]']);
  const { load } = await studio.guest('scheduling.free_slots_day', { service_id: studio.service_id, date: long_ago });
  assert.equal(load, 'closed');
});

test('control: without the note of the change the old day would still be offered', async (t) => {
  const own = await testBackend(t);
  const studio = await openStudio(own);
  assert.equal((await starts(studio)).length, 17);
  await own.rows('alter table overrides disable trigger offer_grew');
  await own.rows(close, [studio.tenant_id, studio.specialist_id, TOMORROW, '[]']);
  assert.equal((await starts(studio)).length, 17);
});
