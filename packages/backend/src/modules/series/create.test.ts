import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { countRows, linesOfSeries, weekly } from '../../test-support/series.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

test('a rule that leads out of the years in which anybody books ends with them', async () => {
  const studio = await openStudio(world);
  const preview = (starts_at_local: string, timezone: string, rrule: string) =>
    studio.guest('series.preview', { timezone, starts_at_local, rrule });
  const { occurrences } = await preview('2190-12-30T12:00:00', 'Europe/Berlin', 'FREQ=YEARLY');
  assert.equal(occurrences.length, 10);
  assert.equal(occurrences.at(-1)?.starts_at, '2199-12-30T11:00:00Z');
  const late = refusalOf(preview('2199-12-31T20:00:00', 'America/Los_Angeles', 'FREQ=DAILY;COUNT=1'));
  assert.equal((await late).code, 'invalid_input');
});

test('anybody can see when a rule takes place', async () => {
  const studio = await openStudio(world);
  const input = {
    timezone: 'Europe/Berlin',
    starts_at_local: '2026-03-28T02:30:00',
    rrule: 'FREQ=DAILY;COUNT=4',
    exdates: ['2026-03-28T02:30:00'],
    limit: 2,
  };
  for (const client of [studio.guest, studio.program, studio.as(1001), studio.as(OWNER)])
    assert.deepEqual(await client('series.preview', input), {
      occurrences: [
        { starts_at: '2026-03-29T01:30:00Z', clash: false },
        { starts_at: '2026-03-30T00:30:00Z', clash: false },
      ],
    });
});

test('a preview names what is wrong by field and rule', async () => {
  const studio = await openStudio(world);
  const input = {
    timezone: 'UTC',
    starts_at_local: '2026-03-28T02:30:00',
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2',
  };
  const never = await refusalOf(studio.program('series.preview', input));
  assert.deepEqual(never, { code: 'invalid_input', params: { field: 'rrule', rule: 'never happens within 50 years' } });
  const zone = await refusalOf(studio.program('series.preview', { ...input, timezone: 'Mars/Olympus' }));
  assert.equal(zone.params['field'], 'timezone');
  const long = await refusalOf(studio.program('series.preview', { ...input, limit: 1001 }));
  assert.equal(long.params['field'], 'limit');
});

test('with a service and a specialist, staff see what clashes and why', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-11'));
  const { service_id, specialist_id } = studio;
  const input = {
    ...{ timezone: 'UTC', starts_at_local: '2031-03-04T10:00:00', rrule: 'FREQ=WEEKLY;COUNT=3' },
    ...{ service_id, specialist_id },
  };
  const { occurrences } = await studio.program('series.preview', input);
  assert.deepEqual(
    occurrences.map(({ clash, reason }) => [clash, reason]),
    [
      [false, undefined],
      [true, 'taken'],
      [false, undefined],
    ],
  );
  const night = { ...input, starts_at_local: '2031-03-04T17:30:00' };
  const outside = await studio.as(SPECIALIST)('series.preview', night);
  assert.deepEqual(
    outside.occurrences.map(({ reason }) => reason),
    Array(3).fill('outside_hours'),
  );
  for (const curious of [studio.guest, studio.as(1001), studio.as(SPECIALIST + 1)])
    assert.equal((await refusalOf(curious('series.preview', input))).code, 'forbidden');
});

test('a series takes its time to the horizon and no further, and every visit is an ordinary booking', async () => {
  const studio = await openStudio(world);
  const series = await studio.program('series.create', weekly(studio));
  // 180 days from 3 March are 30 August: 26 Tuesdays.
  assert.equal(series.occurrences.length, 26);
  assert.deepEqual(linesOfSeries(series).slice(0, 2), ['03-04T10:00 booked', '03-11T10:00 booked']);
  assert.equal(series.occurrences.at(-1)?.occurrence_at, '2031-08-26T10:00:00Z');
  assert.equal(await countRows(world, studio, 'bookings'), 26);
  assert.equal(await countRows(world, studio, 'reservations'), 26);
  const { total } = await studio.as(OWNER)('bookings.list', { from: '2031-03-03T00:00:00Z' });
  assert.equal(total, 26);
  const taken = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-18')));
  assert.equal(taken.code, 'slot_taken');
});

test('the visits of a series do not count in the limit of bookings ahead', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('people.me', {});
  const [me] = await world.rows<{ id: string }>('select id from clients where tenant_id = $1', [studio.tenant_id]);
  const { client: _nobody, ...mine } = weekly(studio, { client_id: me?.id ?? '' });
  await studio.as(OWNER)('series.create', mine);
  for (const time of ['11:00', '12:00', '13:00']) await studio.as(1001)('bookings.create', slotAt(studio, time));
  const fourth = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '14:00')));
  assert.equal(fourth.code, 'booking_limit_reached');
});

test('a clash is refused with the list and leaves nothing behind', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-11'));
  const before = await countRows(world, studio, 'bookings');
  const refusal = await refusalOf(studio.program('series.create', weekly(studio)));
  assert.deepEqual(refusal, {
    code: 'series_clash',
    params: { clashes: [{ starts_at: '2031-03-11T10:00:00Z', reason: 'taken' }] },
  });
  assert.equal(await countRows(world, studio, 'bookings'), before);
  assert.equal(await countRows(world, studio, 'series'), 0);
});

test('what clashes can be left out, and stays on record', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-11'));
  const series = await studio.program(
    'series.create',
    weekly(studio, { on_clash: 'skip', rrule: 'FREQ=WEEKLY;COUNT=3' }),
  );
  assert.deepEqual(linesOfSeries(series), ['03-04T10:00 booked', '03-11T10:00 taken', '03-18T10:00 booked']);
});

test('the occurrences that the caller names are left out; another clash is refused all the same', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-11'));
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-18'));
  const three = { rrule: 'FREQ=WEEKLY;COUNT=3' };
  const one = weekly(studio, { ...three, skip: ['2031-03-11T10:00:00Z'] });
  assert.equal((await refusalOf(studio.program('series.create', one))).code, 'series_clash');
  const both = weekly(studio, { ...three, skip: ['2031-03-11T10:00:00Z', '2031-03-18T10:00:00Z'] });
  const series = await studio.program('series.create', both);
  assert.deepEqual(linesOfSeries(series), ['03-04T10:00 booked', '03-11T10:00 skipped', '03-18T10:00 skipped']);
  const wrong = weekly(studio, { ...three, starts_at_local: '2031-03-05T14:00:00', skip: ['2031-03-11T11:00:00Z'] });
  assert.equal((await refusalOf(studio.program('series.create', wrong))).params['field'], 'skip.0');
});

test('a series begins ahead and within the horizon', async () => {
  const studio = await openStudio(world);
  for (const starts_at_local of ['2031-02-25T10:00:00', '2032-03-02T10:00:00']) {
    const refusal = await refusalOf(studio.program('series.create', weekly(studio, { starts_at_local })));
    assert.equal(refusal.params['field'], 'starts_at_local', starts_at_local);
  }
});

test('a lesson in the hour that a clock change leaves out takes place when it is over', async () => {
  // Monday 3 March 2031; Berlin springs forward on Sunday 30 March, Lord Howe falls back on 6 April.
  const studio = await openStudio(world, { zone: 'Europe/Berlin', intervals: [{ from_minute: 0, to_minute: 1440 }] });
  const sundays = weekly(studio, { starts_at_local: '2031-03-23T02:30:00', rrule: 'FREQ=WEEKLY;COUNT=3' });
  const series = await studio.program('series.create', sundays);
  assert.deepEqual(
    series.occurrences.map(({ starts_at }) => starts_at),
    ['2031-03-23T01:30:00Z', '2031-03-30T01:30:00Z', '2031-04-06T00:30:00Z'],
  );
});

test('clients and guests make no series; specialists only their own', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  assert.equal((await refusalOf(studio.as(1001)('series.create', weekly(studio)))).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('series.create', weekly(studio)))).code, 'unauthenticated');
  assert.equal((await refusalOf(studio.as(SPECIALIST + 1)('series.create', weekly(studio)))).code, 'forbidden');
  const { id } = await studio.as(SPECIALIST)('series.create', weekly(studio));
  assert.equal((await refusalOf(studio.as(SPECIALIST + 1)('series.get', { id }))).code, 'not_found');
  assert.equal((await refusalOf(studio.as(SPECIALIST + 1)('series.end', { id }))).code, 'not_found');
  assert.equal((await refusalOf(studio.as(1001)('series.end', { id }))).code, 'not_found');
});

test('another business sees and ends nothing, and knows neither service nor specialist', async () => {
  const [mine, theirs] = [await openStudio(world), await openStudio(world)];
  const { id } = await mine.program('series.create', weekly(mine));
  for (const face of [theirs.program, theirs.as(OWNER)]) {
    assert.equal((await refusalOf(face('series.get', { id }))).code, 'not_found');
    assert.equal((await refusalOf(face('series.end', { id }))).code, 'not_found');
    assert.equal((await refusalOf(face('series.create', weekly(mine)))).code, 'not_found');
    assert.deepEqual((await face('series.list', {})).items, []);
  }
  assert.equal((await mine.program('series.get', { id })).status, 'active');
});

test('a series and twenty bookings that want its times at once: all of it or nothing, and no overlap', async () => {
  for (let round = 0; round < 3; round += 1) {
    const studio = await openStudio(world);
    const people = Array.from({ length: 20 }, (_, index) => 1001 + index);
    await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
    const days = ['2031-03-11', '2031-03-18', '2031-03-25', '2031-04-01'];
    const book = (who: number, index: number) =>
      studio.as(who)('bookings.create', slotAt(studio, '10:30', days[index % days.length]));
    const [series, ...bookings] = await Promise.allSettled([
      studio.program('series.create', weekly(studio)),
      ...people.map(book),
    ]);
    const booked = bookings.filter(({ status }) => status === 'fulfilled').length;
    assert.equal(await countOverlaps(world, studio), 0);
    const expected = booked + (series.status === 'fulfilled' ? 26 : 0);
    assert.equal(await countRows(world, studio, 'bookings'), expected);
    assert.ok(series.status === 'fulfilled' || booked > 0);
  }
});

test('the same key makes one series', async () => {
  const studio = await openStudio(world);
  const key = { idempotency_key: 'series-1' };
  const [one, two] = await Promise.all([
    studio.program('series.create', weekly(studio), key),
    studio.program('series.create', weekly(studio), key),
  ]);
  assert.deepEqual(one, two);
  assert.equal(await countRows(world, studio, 'series'), 1);
});

test('a group service: the series takes a seat of each session, and a client not two', async () => {
  const studio = await openStudio(world, { service: { capacity: 3 } });
  const three = { rrule: 'FREQ=WEEKLY;COUNT=3' };
  await studio.program('series.create', weekly(studio, three));
  await studio.program('series.create', weekly(studio, { ...three, client: { name: 'Ben', phone: '+4930999999' } }));
  assert.equal(await countRows(world, studio, 'reservations'), 3);
  const again = await refusalOf(studio.program('series.create', weekly(studio, three)));
  assert.equal(again.code, 'series_clash');
  assert.match(JSON.stringify(again.params), /already_booked/);
});

test('specialists make a visit of a client of theirs regular, without the dates that the preview named', async () => {
  const studio = await openStudio(world);
  const specialist = studio.as(SPECIALIST);
  const visit = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-04'));
  await studio.as(1002)('bookings.create', slotAt(studio, '10:00', '2031-03-18'));
  const rule = {
    ...{ timezone: visit.time_zone, starts_at_local: '2031-03-11T10:00:00', rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' },
    ...{ service_id: visit.service.id, specialist_id: visit.specialist.id },
  };
  const { occurrences } = await specialist('series.preview', rule);
  const skip = occurrences.filter(({ clash }) => clash).map(({ starts_at }) => starts_at);
  assert.deepEqual(skip, ['2031-03-18T10:00:00Z']);
  const series = await specialist('series.create', { ...rule, client_id: visit.client.id, skip });
  assert.deepEqual(linesOfSeries(series), ['03-11T10:00 booked', '03-18T10:00 skipped', '03-25T10:00 booked']);
});
