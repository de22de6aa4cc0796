import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { linesOfSeries, openTimes, withSeries } from '../../test-support/series.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const CLIENT = 1001;

test('clients end their own series from an instant on; nobody else’s, and not in another business', async () => {
  const { studio, id } = await withSeries(world);
  const other = await openStudio(world);
  const from = '2031-03-18T10:00:00Z';
  for (const stranger of [studio.as(1002), other.as(CLIENT), other.as(OWNER)])
    assert.equal((await refusalOf(stranger('series.end', { id, from }))).code, 'not_found');
  assert.equal((await openTimes(world, studio)).length, 4);
  const ended = await studio.as(CLIENT)('series.end', { id, from });
  assert.deepEqual(
    linesOfSeries(ended).map((line) => line.slice(12)),
    ['booked', 'booked', 'cancelled', 'cancelled'],
  );
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-11 10:00']);
  const [line] = await world.rows<{ acting_as: string }>(
    `select distinct acting_as from booking_history where tenant_id = $1 and change = 'cancelled'`,
    [studio.tenant_id],
  );
  assert.equal(line?.acting_as, 'client');
});

test('a visit that is too near keeps all of them; the staff are not bound by that', async () => {
  const { studio, id } = await withSeries(world);
  await world.setClock('2031-03-03T12:00:00Z');
  const refusal = await refusalOf(studio.as(CLIENT)('series.end', { id }));
  assert.equal(refusal.code, 'too_late_to_change');
  assert.equal((await openTimes(world, studio)).length, 4);
  await studio.as(CLIENT)('series.end', { id, from: '2031-03-11T10:00:00Z' });
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00']);
  await studio.as(OWNER)('series.end', { id });
  assert.deepEqual(await openTimes(world, studio), []);
});

test('whoever was asked to move the near visit sees that they are not too late, and ends the series from it on', async () => {
  const { studio, id } = await withSeries(world);
  await world.setClock('2031-03-03T12:00:00Z');
  const me = studio.as(CLIENT);
  const until = async () => {
    const { occurrences } = await me('series.get', { id });
    return occurrences.map(({ changeable_until }) => changeable_until?.slice(5, 16));
  };
  assert.deepEqual(await until(), ['03-03T10:00', '03-10T10:00', '03-17T10:00', '03-24T10:00']);
  assert.equal((await refusalOf(me('series.end', { id }))).code, 'too_late_to_change');
  const [near] = (await me('series.get', { id })).occurrences;
  await studio.as(SPECIALIST)('bookings.ask_to_move', { id: near?.booking_id ?? '' });
  assert.equal((await until())[0], '03-04T10:00');
  await me('series.end', { id, from: near?.occurrence_at });
  assert.deepEqual(await openTimes(world, studio), []);
  assert.deepEqual(await until(), [undefined, undefined, undefined, undefined]);
});

test('clients neither move a series nor call off what is not booked yet', async () => {
  const { studio, id } = await withSeries(world);
  const me = studio.as(CLIENT);
  const occurrence_at = '2031-03-11T10:00:00Z';
  assert.equal((await refusalOf(me('series.cancel_occurrence', { id, occurrence_at }))).code, 'forbidden');
  const move = { id, from: occurrence_at, starts_at_local: '2031-03-12T10:00:00' };
  assert.equal((await refusalOf(me('series.move', move))).code, 'forbidden');
});

test('my series are those of which I am the client, also for somebody who gives series', async () => {
  const { studio, id } = await withSeries(world);
  const mine = async (who: number) =>
    (await studio.as(who)('series.list', { whose: 'mine' })).items.map((series) => series.id);
  assert.deepEqual(await mine(CLIENT), [id]);
  assert.deepEqual(await mine(SPECIALIST), []);
  assert.equal((await studio.as(SPECIALIST)('series.list', {})).total, 1);
});
