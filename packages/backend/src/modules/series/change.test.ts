import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { countRows, linesOfSeries, openTimes, withSeries } from '../../test-support/series.ts';
import { OWNER, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** What was planned to be told, apart from reminders. */
const news = async ({ tenant_id }: Studio): Promise<string[]> => {
  const rows = await world.rows<{ line: string }>(
    `select concat_ws(' ', kind, audience, series ->> 'count') as line from notifications
      where tenant_id = $1 and kind <> 'booking_reminder' order by created_at, kind, audience`,
    [tenant_id],
  );
  return rows.map(({ line }) => line);
};

test('the client and the specialist hear of a new series once, and the client is reminded of each visit', async () => {
  const { studio } = await withSeries(world);
  assert.deepEqual(await news(studio), ['series_created client 4', 'series_created specialist 4']);
  const [row] = await world.rows<{ count: number }>(
    `select count(*)::int as count from notifications where tenant_id = $1 and kind = 'booking_reminder'`,
    [studio.tenant_id],
  );
  assert.equal(row?.count, 12);
});

test('ending a series from an instant on cancels this and the following, and tells once', async () => {
  const { studio, id } = await withSeries(world);
  const ended = await studio.as(OWNER)('series.end', { id, from: '2031-03-18T10:00:00Z', reason: 'Summer' });
  assert.deepEqual(
    linesOfSeries(ended).map((line) => line.slice(12)),
    ['booked', 'booked', 'cancelled', 'cancelled'],
  );
  assert.equal(ended.status, 'active');
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-11 10:00']);
  assert.equal(await countRows(world, studio, 'reservations'), 2);
  assert.deepEqual((await news(studio)).slice(2), ['series_ended client 2', 'series_ended specialist 2']);
  const lines = await world.rows(
    `select 1 from booking_history where tenant_id = $1 and change = 'cancelled' and reason = 'Summer'`,
    [studio.tenant_id],
  );
  assert.equal(lines.length, 2);
  const all = await studio.as(OWNER)('series.end', { id });
  assert.equal(all.status, 'ended');
  assert.deepEqual(await openTimes(world, studio), []);
  assert.equal((await refusalOf(studio.as(OWNER)('series.end', { id }))).code, 'series_ended');
  const due = await world.rows(`select 1 from due where tenant_id = $1 and kind = 'series'`, [studio.tenant_id]);
  assert.deepEqual(due, []);
});

test('one visit is cancelled or moved like any booking, and the rest stays', async () => {
  const { studio, series, id } = await withSeries(world);
  const [first, second] = series.occurrences;
  await studio.as(1001)('bookings.move', { id: first?.booking_id ?? '', starts_at: '2031-03-06T15:00:00Z' });
  await studio.as(1001)('bookings.cancel', { id: second?.booking_id ?? '' });
  const now = await studio.as(1001)('series.get', { id });
  assert.deepEqual(
    linesOfSeries(now).map((line) => line.slice(12)),
    ['booked', 'cancelled', 'booked', 'booked'],
  );
  assert.equal(now.occurrences[0]?.starts_at, '2031-03-06T15:00:00Z');
  assert.deepEqual(await openTimes(world, studio), ['03-06 15:00', '03-18 10:00', '03-25 10:00']);
});

test('one occurrence is called off by its time, once, also one that is not booked yet', async () => {
  const { studio, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU' });
  const call = (occurrence_at: string) => studio.as(OWNER)('series.cancel_occurrence', { id, occurrence_at });
  await call('2031-03-11T10:00:00Z');
  const twice = await call('2031-03-11T10:00:00Z');
  assert.equal(twice.occurrences[1]?.status, 'cancelled');
  const far = await call('2031-12-23T10:00:00Z');
  assert.equal(far.occurrences.at(-1)?.status, 'cancelled');
  assert.equal(await countRows(world, studio, 'bookings'), 26);
  for (const wrong of ['2031-03-12T10:00:00Z', '2031-12-24T10:00:00Z'])
    assert.equal((await refusalOf(call(wrong))).params['field'], 'occurrence_at');
});

test('this and the following move to another weekday and time as a series of their own that follows', async () => {
  const { studio, series, id } = await withSeries(world);
  const moved = await studio.as(OWNER)('series.move', {
    ...{ id, from: '2031-03-11T10:00:00Z', starts_at_local: '2031-03-13T12:00:00' },
  });
  assert.equal(moved.follows, id);
  assert.equal(moved.rrule, 'FREQ=WEEKLY;BYDAY=TH;COUNT=3');
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-13 12:00', '03-20 12:00', '03-27 12:00']);
  assert.deepEqual(
    moved.occurrences.map(({ booking_id }) => booking_id),
    series.occurrences.slice(1).map(({ booking_id }) => booking_id),
  );
  const old = await studio.as(OWNER)('series.get', { id });
  assert.deepEqual(
    old.occurrences.map(({ status }) => status),
    ['booked', 'moved', 'moved', 'moved'],
  );
  assert.equal(await countRows(world, studio, 'reservations'), 4);
  assert.deepEqual((await news(studio)).slice(2), ['series_moved client 3', 'series_moved specialist 3']);
  const { items } = await studio.as(OWNER)('bookings.history', { id: series.occurrences[1]?.booking_id ?? '' });
  assert.deepEqual(
    items.map(({ change }) => change),
    ['moved', 'created'],
  );
  const reminders = await world.rows(
    `select 1 from notifications where tenant_id = $1 and kind = 'booking_reminder' and status = 'pending'`,
    [studio.tenant_id],
  );
  assert.equal(reminders.length, 12);
});

test('a series moves by less than its length and by more than its rhythm without standing in its own way', async () => {
  for (const [starts_at_local, first] of [
    ['2031-03-11T10:30:00', '03-11 10:30'],
    ['2031-03-11T09:30:00', '03-11 09:30'],
    ['2031-03-18T10:30:00', '03-18 10:30'],
  ] as const) {
    const { studio, id } = await withSeries(world);
    await studio.as(OWNER)('series.move', { id, from: '2031-03-11T10:00:00Z', starts_at_local });
    const times = await openTimes(world, studio);
    assert.equal(times.length, 4);
    assert.equal(times[1], first);
    assert.equal(await countOverlaps(world, studio), 0);
  }
});

test('a series moves to a colleague; a specialist gives nobody away', async () => {
  const { studio, id } = await withSeries(world);
  const wanted = {
    ...{ id, from: '2031-03-04T10:00:00Z', starts_at_local: '2031-03-04T10:00:00' },
    specialist_id: studio.specialist_ids[1] ?? '',
  };
  assert.equal((await refusalOf(studio.as(SPECIALIST)('series.move', wanted))).code, 'forbidden');
  const moved = await studio.as(OWNER)('series.move', wanted);
  assert.equal(moved.specialist.id, studio.specialist_ids[1]);
  assert.equal(moved.occurrences.length, 4);
  assert.equal((await studio.as(OWNER)('series.get', { id })).status, 'ended');
  const free = await studio.as(1002)('bookings.create', slotAt(studio, '10:00'));
  assert.equal(free.status, 'confirmed');
});

test('a move that clashes changes nothing; what clashes can be left out', async () => {
  const { studio, id } = await withSeries(world);
  await studio.as(1002)('bookings.create', slotAt(studio, '12:00', '2031-03-18'));
  const before = await openTimes(world, studio);
  const wanted = { id, from: '2031-03-11T10:00:00Z', starts_at_local: '2031-03-11T12:00:00' };
  const refusal = await refusalOf(studio.as(OWNER)('series.move', wanted));
  assert.deepEqual(refusal, {
    code: 'series_clash',
    params: { clashes: [{ starts_at: '2031-03-18T12:00:00Z', reason: 'taken' }] },
  });
  assert.deepEqual(await openTimes(world, studio), before);
  const moved = await studio.as(OWNER)('series.move', { ...wanted, on_clash: 'skip' });
  assert.deepEqual(linesOfSeries(moved), ['03-11T12:00 booked', '03-18T12:00 taken', '03-25T12:00 booked']);
});

test('what was cancelled stays cancelled at the new time', async () => {
  const { studio, series, id } = await withSeries(world);
  await studio.as(OWNER)('bookings.cancel', { id: series.occurrences[2]?.booking_id ?? '' });
  const moved = await studio.as(OWNER)('series.move', {
    ...{ id, from: '2031-03-11T10:00:00Z', starts_at_local: '2031-03-11T12:00:00' },
  });
  assert.deepEqual(linesOfSeries(moved), ['03-11T12:00 booked', '03-18T12:00 cancelled', '03-25T12:00 booked']);
});

test('only an occurrence that lies ahead can be the first to move, and only to where its rule takes place', async () => {
  const { studio, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4' });
  const move = (fields: { from?: string; starts_at_local?: string; rrule?: string }) =>
    studio.as(OWNER)('series.move', {
      ...{ id, from: '2031-03-06T10:00:00Z', starts_at_local: '2031-03-07T10:00:00' },
      ...fields,
    });
  assert.equal((await refusalOf(move({ from: '2031-03-07T10:00:00Z' }))).params['field'], 'from');
  assert.equal((await refusalOf(move({}))).params['field'], 'rrule');
  assert.equal((await refusalOf(move({ starts_at_local: '2031-03-01T10:00:00' }))).params['field'], 'starts_at_local');
  const moved = await move({ rrule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=2' });
  assert.deepEqual(linesOfSeries(moved), ['03-07T10:00 booked', '03-14T10:00 booked']);
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-07 10:00', '03-14 10:00']);
});

test('a series that is ended and moved at the same moment is one of the two, and nothing is taken twice', async () => {
  const { studio, id } = await withSeries(world);
  const outcomes = await Promise.allSettled([
    studio.as(OWNER)('series.end', { id }),
    studio.as(OWNER)('series.move', { id, from: '2031-03-04T10:00:00Z', starts_at_local: '2031-03-04T11:00:00' }),
  ]);
  const times = await openTimes(world, studio);
  assert.ok(outcomes.some(({ status }) => status === 'fulfilled'));
  assert.equal(await countRows(world, studio, 'reservations'), times.length);
  assert.ok(times.length === 0 || times.every((time) => time.endsWith('11:00')));
});

test('clients see their own series, specialists those they give', async () => {
  const { studio, id } = await withSeries(world);
  for (const who of [1001, SPECIALIST, OWNER])
    assert.deepEqual(
      (await studio.as(who)('series.list', {})).items.map((one) => one.id),
      [id],
      String(who),
    );
  for (const who of [1002, SPECIALIST + 1]) assert.deepEqual((await studio.as(who)('series.list', {})).items, []);
  assert.equal((await refusalOf(studio.as(1002)('series.get', { id }))).code, 'not_found');
});

test('the series of a client who is merged with another goes on as theirs', async () => {
  const { studio, series, id } = await withSeries(world);
  const other = await studio.program('bookings.create', {
    ...slotAt(studio, '16:00'),
    client: { name: 'Anna', phone: '+4930555555' },
  });
  await studio.as(OWNER)('clients.merge', { id: other.client.id, other_id: series.client.id });
  const now = await studio.as(OWNER)('series.get', { id });
  assert.deepEqual([now.client.id, now.status], [other.client.id, 'active']);
});

test('a client who is forgotten has no series any more, and what was noted of it is gone', async () => {
  const { studio, series, id } = await withSeries(world, { note: 'Likes Bach' });
  await studio.as(OWNER)('clients.forget', { id: series.client.id });
  const now = await studio.as(OWNER)('series.get', { id });
  assert.deepEqual([now.status, now.note], ['ended', null]);
  assert.notEqual(now.client.id, series.client.id);
  assert.deepEqual(await openTimes(world, studio), []);
  const due = await world.rows(`select 1 from due where tenant_id = $1 and kind = 'series'`, [studio.tenant_id]);
  assert.deepEqual(due, []);
});

test('a series that is to end and is moved before that ends all the same; a shorter horizon takes nothing back', async () => {
  const { studio, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU' });
  await studio.as(OWNER)('series.end', { id, from: '2031-04-01T00:00:00Z' });
  await world.rows('update tenants set series_horizon_days = 7 where tenant_id = $1', [studio.tenant_id]);
  const moved = await studio.as(OWNER)('series.move', {
    ...{ id, from: '2031-03-11T10:00:00Z', starts_at_local: '2031-03-11T12:00:00' },
  });
  assert.equal(moved.ends_before, '2031-04-01T02:00:00Z');
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-11 12:00', '03-18 12:00', '03-25 12:00']);
});

test('a move takes along what was called off before it was booked, and the last visit beyond the horizon', async () => {
  const { studio, series, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU' });
  await studio.as(OWNER)('series.cancel_occurrence', { id, occurrence_at: '2031-12-23T10:00:00Z' });
  const moved = await studio.as(OWNER)('series.move', {
    ...{ id, from: '2031-03-04T10:00:00Z', starts_at_local: '2031-03-08T12:00:00' },
  });
  assert.deepEqual(moved.exdates, ['2031-12-27T12:00:00']);
  assert.deepEqual(
    moved.occurrences.map(({ booking_id }) => booking_id),
    series.occurrences.map(({ booking_id }) => booking_id),
  );
  assert.equal(moved.occurrences.at(-1)?.occurrence_at, '2031-08-30T12:00:00Z');
  const far = { id: moved.id, from: '2031-12-20T12:00:00Z', starts_at_local: '2031-12-20T13:00:00' };
  assert.equal((await refusalOf(studio.as(OWNER)('series.move', far))).params['field'], 'from');
});
