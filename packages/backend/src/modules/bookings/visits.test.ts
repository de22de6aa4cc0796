import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { endVisit } from './visits.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** Tuesday, ten to eleven. */
const book = (studio: Studio, who = 1001) => studio.as(who)('bookings.create', slotAt(studio, '10:00'));

const runEnd = ({ tenant_id }: Studio, id: string) =>
  endVisit(world.backend.inTenant)({ tenant_id, id, kind: 'booking_end', due_id: id, attempt: 1 });

const statusOf = async (studio: Studio, id: string) => (await studio.as(OWNER)('bookings.get', { id })).status;

const linesOf = async (id: string) =>
  (
    await world.rows<{ line: string }>(
      `select concat_ws(' ', actor, acting_as, change) as line from booking_history where booking_id = $1 order by id`,
      [id],
    )
  ).map(({ line }) => line);

const dueOf = ({ tenant_id }: Studio) =>
  world.rows(`select 1 from due where tenant_id = $1 and kind = 'booking_end'`, [tenant_id]);

test('staff mark a visit as done or missed from its start on, and correct it later', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await world.setClock('2031-03-04T09:59:50Z');
  assert.equal((await refusalOf(studio.as(SPECIALIST)('bookings.complete', { id }))).code, 'not_started');
  assert.equal((await refusalOf(studio.as(OWNER)('bookings.no_show', { id }))).code, 'not_started');
  await world.setClock('2031-03-04T10:00:00Z');
  assert.equal((await studio.as(SPECIALIST)('bookings.no_show', { id })).status, 'no_show');
  assert.deepEqual(await dueOf(studio), [], 'nothing is left for time to say');
  assert.equal((await studio.as(OWNER)('bookings.complete', { id })).status, 'completed');
  assert.equal((await refusalOf(studio.program('bookings.complete', { id }))).code, 'booking_not_changeable');
  assert.equal((await studio.program('bookings.no_show', { id })).status, 'no_show');
  assert.deepEqual(await linesOf(id), [
    'telegram:1001 client created',
    `telegram:${SPECIALIST} staff no_show`,
    `telegram:${OWNER} staff completed`,
    'service program no_show',
  ]);
});

test('a visit that is done before its end keeps its time, whatever it is marked as', async () => {
  const studio = await openStudio(world, { service: { step_minutes: 30, duration_minutes: 60 } });
  const { id } = await book(studio);
  await world.setClock('2031-03-04T10:10:00Z');
  const next = (time: string) =>
    studio.program('bookings.create', {
      service_id: studio.service_id,
      specialist_id: studio.specialist_id,
      starts_at: `2031-03-04T${time}:00Z`,
      client: { name: 'Next', phone: '+4930123456' },
      outside_rules: true,
    });
  for (const mark of ['bookings.complete', 'bookings.no_show'] as const) {
    await studio.as(SPECIALIST)(mark, { id });
    assert.equal((await refusalOf(next('10:30'))).code, 'slot_taken', mark);
  }
  assert.equal((await next('11:00')).status, 'confirmed');
});

test('clients mark nothing, and neither do specialists who are the clients of a colleague', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await book(studio, SPECIALIST + 1);
  await world.setClock('2031-03-04T10:30:00Z');
  for (const name of ['bookings.complete', 'bookings.no_show'] as const) {
    assert.equal((await refusalOf(studio.as(1001)(name, { id }))).code, 'forbidden');
    assert.equal((await refusalOf(studio.as(SPECIALIST + 1)(name, { id }))).code, 'forbidden');
  }
  assert.equal(await statusOf(studio, id), 'confirmed');
});

test('a visit that nobody has marked counts as done an hour after its end, once', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await world.setClock('2031-03-04T11:59:50Z');
  await runEnd(studio, id);
  assert.equal(await statusOf(studio, id), 'confirmed', 'not before its time');
  await world.setClock('2031-03-04T12:00:00Z');
  for (const _ of [1, 2, 3]) assert.deepEqual(await runEnd(studio, id), { done: true });
  assert.equal(await statusOf(studio, id), 'completed');
  assert.deepEqual(await linesOf(id), ['telegram:1001 client created', 'system system completed']);
});

test('how long after is for the business to say', async () => {
  const studio = await openStudio(world);
  await world.rows('update tenants set complete_after_minutes = 0 where tenant_id = $1', [studio.tenant_id]);
  const { id } = await book(studio);
  await world.setClock('2031-03-04T11:00:00Z');
  await runEnd(studio, id);
  assert.equal(await statusOf(studio, id), 'completed');
});

test('time does not overrule what staff have said, and leaves alone what was cancelled or moved', async () => {
  const studio = await openStudio(world);
  const missed = await book(studio);
  const moved = await studio.as(1002)('bookings.create', slotAt(studio, '12:00'));
  const gone = await studio.as(1003)('bookings.create', slotAt(studio, '14:00'));
  await studio.as(OWNER)('bookings.move', { id: moved.id, starts_at: '2031-03-06T12:00:00Z' });
  await studio.as(OWNER)('bookings.cancel', { id: gone.id });
  await world.setClock('2031-03-04T18:00:00Z');
  await studio.as(OWNER)('bookings.no_show', { id: missed.id });
  for (const { id } of [missed, moved, gone]) await runEnd(studio, id);
  assert.equal(await statusOf(studio, missed.id), 'no_show');
  assert.equal(await statusOf(studio, moved.id), 'confirmed');
  assert.equal(await statusOf(studio, gone.id), 'cancelled');
  await runEnd(studio, studio.service_id);
});

test('by itself, when the timetable runs, for each of two businesses', async (t) => {
  const own = await testBackend(t);
  const studios = [await openStudio(own), await openStudio(own)];
  const ids = await Promise.all(studios.map(async (studio) => (await book(studio)).id));
  const engine = await startEngine(own, createPostman());
  await own.setClock('2031-03-04T12:00:01Z');
  engine.wake();
  for (const [index, studio] of studios.entries())
    await until('the visit counts as done', async () => (await statusOf(studio, ids[index] ?? '')) === 'completed');
  assert.deepEqual(engine.errors, []);
});

test('a visit that staff and time mark at once is marked once', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await world.setClock('2031-03-04T12:00:00Z');
  const taps = Array.from({ length: 5 }, () => studio.as(OWNER)('bookings.complete', { id }));
  const [counts] = await Promise.all([countOutcomes(taps), runEnd(studio, id)]);
  assert.equal((counts['booked'] ?? 0) + (counts['booking_not_changeable'] ?? 0), 5);
  assert.equal((await linesOf(id)).length, 2);
});
