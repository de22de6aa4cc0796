import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { countRows, openTimes, weekly, withSeries } from '../../test-support/series.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

test('what was moved belongs to the series that follows: the first one ends, moves and calls off without it', async () => {
  const onward = { from: '2031-03-18T10:00:00Z', starts_at_local: '2031-03-20T12:00:00' };
  const { studio, id } = await withSeries(world);
  const next = await studio.as(OWNER)('series.move', { id, ...onward });
  const call = studio.as(OWNER)('series.cancel_occurrence', { id, occurrence_at: onward.from });
  assert.equal((await refusalOf(call)).params['field'], 'occurrence_at');
  await studio.as(OWNER)('series.move', { id, from: '2031-03-11T10:00:00Z', starts_at_local: '2031-03-11T14:00:00' });
  assert.deepEqual(await openTimes(world, studio), ['03-04 10:00', '03-11 14:00', '03-20 12:00', '03-27 12:00']);
  const other = await withSeries(world);
  await other.studio.as(OWNER)('series.move', { id: other.id, ...onward });
  await other.studio.as(OWNER)('series.end', { id: other.id });
  assert.deepEqual(await openTimes(world, other.studio), ['03-20 12:00', '03-27 12:00']);
  assert.equal((await studio.as(OWNER)('series.get', { id: next.id })).status, 'active');
});

test('what was ended does not come back when the rest moves, and nothing else is lost', async () => {
  for (const [starts_at_local, rrule, expected] of [
    ['2031-03-10T10:00:00', 'FREQ=WEEKLY;BYDAY=MO', ['03-04 10:00', '03-10 10:00', '03-17 10:00']],
    ['2031-03-13T12:00:00', undefined, ['03-04 10:00', '03-13 12:00', '03-20 12:00']],
    ['2031-03-20T10:00:00', undefined, ['03-04 10:00', '03-20 10:00', '03-27 10:00']],
  ] as const) {
    const { studio, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU' });
    await studio.as(OWNER)('series.end', { id, from: '2031-03-25T10:00:00Z' });
    const from = '2031-03-11T10:00:00Z';
    await studio.as(OWNER)('series.move', { id, from, starts_at_local, ...(rrule && { rrule }) });
    assert.deepEqual(await openTimes(world, studio), expected);
  }
});

test('what the staff noted of a series is not for its client', async () => {
  const { studio, id } = await withSeries(world, { note: 'Pays late' });
  const notes = async (who: number) => {
    const { items } = await studio.as(who)('series.list', {});
    return [(await studio.as(who)('series.get', { id })).note, items[0]?.note];
  };
  assert.deepEqual(await notes(1001), [null, null]);
  for (const who of [OWNER, SPECIALIST]) assert.deepEqual(await notes(who), ['Pays late', 'Pays late']);
});

test('a specialist ends and moves their own series also where one visit went to a colleague', async () => {
  for (const change of ['end', 'move'] as const) {
    const { studio, series, id } = await withSeries(world);
    const { booking_id, occurrence_at } = series.occurrences[1] ?? {};
    await studio.as(OWNER)('bookings.move', {
      ...{ id: booking_id ?? '', starts_at: occurrence_at ?? '', specialist_id: studio.specialist_ids[1] ?? '' },
    });
    const specialist = studio.as(SPECIALIST);
    if (change === 'end') await specialist('series.end', { id });
    else await specialist('series.move', { id, from: '2031-03-04T10:00:00Z', starts_at_local: '2031-03-04T12:00:00' });
    const times = ['03-04 12:00', '03-11 12:00', '03-18 12:00', '03-25 12:00'];
    assert.deepEqual(await openTimes(world, studio), change === 'end' ? [] : times);
  }
});

test('ending a series from now on also cancels a visit that was moved ahead alone', async () => {
  const { studio, series, id } = await withSeries(world);
  const first = series.occurrences[0]?.booking_id ?? '';
  await studio.as(OWNER)('bookings.move', { id: first, starts_at: '2031-03-07T10:00:00Z' });
  await world.setClock('2031-03-05T08:00:00Z');
  const ended = await studio.as(OWNER)('series.end', { id });
  await world.setClock(MONDAY);
  assert.equal(ended.status, 'ended');
  assert.deepEqual(await openTimes(world, studio), []);
});

/** `ok`, or the code of the refusal. */
const outcomeOf = ({ status, ...outcome }: PromiseSettledResult<unknown>): string =>
  status === 'fulfilled' ? 'ok' : ((outcome as { reason: { code: string } }).reason.code ?? 'fault');

test('a series moves while its client moves a visit of it: they wait for each other and nobody is refused', async () => {
  const from = '2031-03-04T10:00:00Z';
  for (let round = 0; round < 8; round += 1) {
    const { studio, series, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=26' });
    const last = series.occurrences.at(-1)?.booking_id ?? '';
    const outcomes = await Promise.allSettled([
      studio.as(OWNER)('series.move', { id, from, starts_at_local: '2031-03-04T12:00:00' }),
      studio.as(1001)('bookings.move', { id: last, starts_at: '2031-03-07T15:00:00Z' }),
    ]);
    assert.deepEqual(outcomes.map(outcomeOf), ['ok', 'ok']);
  }
});

test('a series ends while its client cancels a visit of it', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { studio, series, id } = await withSeries(world, { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=26' });
    const last = series.occurrences.at(-1)?.booking_id ?? '';
    const [ended] = await Promise.allSettled([
      studio.as(OWNER)('series.end', { id }),
      studio.as(1001)('bookings.cancel', { id: last }),
    ]);
    assert.equal(outcomeOf(ended), 'ok');
    assert.deepEqual(await openTimes(world, studio), []);
  }
});

test('a client who is merged while a series is booked for them has changed', async () => {
  const { studio, series } = await withSeries(world);
  for (let round = 0; round < 6; round += 1) {
    const { client } = await studio.program('bookings.create', {
      ...slotAt(studio, '16:00', `2031-03-1${round}`),
      client: { name: 'Ben', phone: `+4930555550${round}` },
    });
    const { client: _other, ...input } = weekly(studio, {
      ...{ client_id: client.id, starts_at_local: `2031-03-1${round}T12:00:00`, rrule: 'FREQ=DAILY;COUNT=1' },
    });
    const outcomes = await Promise.allSettled([
      studio.as(OWNER)('clients.merge', { id: series.client.id, other_id: client.id }),
      studio.as(OWNER)('series.create', input),
    ]);
    for (const outcome of outcomes.map(outcomeOf)) assert.match(outcome, /^(ok|client_changed|not_found)$/);
  }
});

test('a preview looks for clashes as far ahead as a series takes its time', async () => {
  const studio = await openStudio(world);
  await world.rows('update tenants set series_horizon_days = 30 where tenant_id = $1', [studio.tenant_id]);
  const { service_id, specialist_id } = studio;
  const { occurrences } = await studio.as(OWNER)('series.preview', {
    ...{ service_id, specialist_id, timezone: 'UTC', limit: 6 },
    ...{ starts_at_local: '2031-03-04T03:00:00', rrule: 'FREQ=WEEKLY' },
  });
  assert.deepEqual(
    occurrences.map(({ clash }) => clash),
    [true, true, true, true, true, false],
  );
  assert.equal(occurrences[5]?.starts_at, '2031-04-08T03:00:00Z');
});

for (const [what, starts_at_local, first] of [
  ['half an hour, onto itself', '2031-03-05T10:30:00', '03-05 10:30'],
  ['a day, onto the next visit', '2031-03-06T10:00:00', '03-06 10:00'],
  ['back by half an hour', '2031-03-05T09:30:00', '03-05 09:30'],
] as const)
  test(`a daily series moves by ${what}: its visits make way for each other`, async () => {
    const { studio, series, id } = await withSeries(world, { rrule: 'FREQ=DAILY;COUNT=20' });
    const from = series.occurrences[1]?.occurrence_at ?? '';
    const moved = await studio.as(OWNER)('series.move', { id, from, starts_at_local });
    const ids = series.occurrences.slice(1).map(({ booking_id }) => booking_id);
    assert.deepEqual(
      moved.occurrences.map(({ booking_id }) => booking_id),
      ids,
    );
    const times = await openTimes(world, studio);
    assert.deepEqual([times.length, times[1]], [20, first]);
    assert.equal(await countOverlaps(world, studio), 0);
    const [reminders] = await world.rows(
      `select count(*)::int as count from notifications n join bookings b on b.id = n.subject_id
        where n.tenant_id = $1 and n.kind = 'booking_reminder' and n.status = 'pending'
          and n.send_at <> b.starts_at - n.minutes_before * interval '1 minute'`,
      [studio.tenant_id],
    );
    assert.deepEqual(reminders, { count: 0 });
    await studio.as(OWNER)('series.end', { id: moved.id });
    assert.deepEqual(await openTimes(world, studio), ['03-04 10:00']);
    assert.equal(await countRows(world, studio, 'reservations'), 1);
  });
