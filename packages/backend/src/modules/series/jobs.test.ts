import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, beforeEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { countRows, linesOfSeries, weekly } from '../../test-support/series.ts';
import { OWNER, openStudio, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { saveOverride } from '../scheduling/index.ts';
import { extendSeries } from './jobs.ts';

const world = await testBackend({ after });

beforeEach(() => world.setClock(MONDAY));
afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** One nightly run of a series, as the engine would do it. */
const run = (studio: Studio, id: string) =>
  extendSeries(world.backend.inTenant)({
    ...{ tenant_id: studio.tenant_id, id: randomUUID(), kind: 'series', due_id: id, attempt: 1 },
  });

/** When the series is carried on next, as the timetable has it. */
const nextRuns = async ({ tenant_id }: Studio): Promise<string[]> => {
  const rows = await world.rows<{ at: Date }>(
    `select fire_at as at from due where tenant_id = $1 and kind = 'series' order by fire_at`,
    [tenant_id],
  );
  return rows.map(({ at }) => at.toISOString());
};

const clashNews = async ({ tenant_id }: Studio): Promise<string[][]> => {
  const rows = await world.rows<{ starts_at: string[] }>(
    `select series -> 'starts_at' as starts_at from notifications
      where tenant_id = $1 and kind = 'series_clash' order by created_at`,
    [tenant_id],
  );
  return rows.map(({ starts_at }) => starts_at);
};

test('the next night a series is carried on in the hour that the business decides, by its own clock', async () => {
  const studio = await openStudio(world, { zone: 'America/New_York' });
  await world.setClock('2031-03-03T15:00:00Z');
  await studio.program('series.create', weekly(studio));
  const [at = ''] = await nextRuns(studio);
  assert.match(at, /^2031-03-04T08:\d\d:00.000Z$/, 'three in the morning in New York');
});

test('every night the time that has come within the horizon is taken, once', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.program('series.create', weekly(studio));
  await world.setClock('2031-03-18T05:00:00Z');
  await run(studio, id);
  const series = await studio.program('series.get', { id });
  assert.equal(series.occurrences.length, 28);
  assert.equal(series.occurrences.at(-1)?.occurrence_at, '2031-09-09T10:00:00Z');
  assert.ok(series.occurrences.every(({ status }) => status === 'booked'));
  const [next = '', ...others] = await nextRuns(studio);
  assert.match(next, /^2031-03-19T03:/);
  assert.deepEqual(others, []);
  await run(studio, id);
  assert.equal(await countRows(world, studio, 'bookings'), 28);
});

test('two runs at once take nothing twice', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.program('series.create', weekly(studio, { rrule: 'FREQ=DAILY' }));
  await world.setClock('2031-03-20T05:00:00Z');
  await Promise.all([run(studio, id), run(studio, id), run(studio, id)]);
  assert.equal(await countRows(world, studio, 'bookings'), await countRows(world, studio, 'series_occurrences'));
  assert.equal(await countRows(world, studio, 'bookings'), 196);
  assert.equal((await nextRuns(studio)).length, 1);
});

test('control: a run that does not know what was done before would do it again', async () => {
  const studio = await openStudio(world, { service: { capacity: 3 } });
  const { id } = await studio.program('series.create', weekly(studio, { rrule: 'FREQ=WEEKLY' }));
  await world.setClock('2031-03-18T05:00:00Z');
  const again = async () => {
    await world.rows(
      `update series set next_run_at = '2031-03-01', extended_until = '2031-08-30T08:00:00Z' where tenant_id = $1`,
      [studio.tenant_id],
    );
    await run(studio, id);
  };
  await again();
  assert.equal(await countRows(world, studio, 'bookings'), 28);
  await again();
  assert.equal(await countRows(world, studio, 'bookings'), 28, 'the rows of the occurrences say that they are there');
  await world.rows(`delete from series_occurrences where tenant_id = $1`, [studio.tenant_id]);
  await again();
  assert.equal(await countRows(world, studio, 'series_occurrences'), 2);
  assert.match(linesOfSeries(await studio.program('series.get', { id })).join(), /already_booked/);
});

test('what clashes when it comes within the horizon is kept and told to the specialist and the owner, once', async () => {
  const studio = await openStudio(world, { service: { horizon_days: 365 } });
  for (const who of [SPECIALIST, OWNER]) await studio.as(who)('people.me', {});
  const { id } = await studio.program('series.create', weekly(studio));
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-09-02'));
  await world.setClock('2031-03-18T05:00:00Z');
  await run(studio, id);
  const series = await studio.program('series.get', { id });
  assert.deepEqual(linesOfSeries(series).slice(-2), ['09-02T10:00 taken', '09-09T10:00 booked']);
  assert.deepEqual(await clashNews(studio), [['2031-09-02T10:00:00Z'], ['2031-09-02T10:00:00Z']]);
  await world.setClock('2031-03-19T05:00:00Z');
  await run(studio, id);
  assert.equal((await clashNews(studio)).length, 2);
});

test('what was left out when a series was made is told to nobody again: one message in all, and none at night', async () => {
  const studio = await openStudio(world, { service: { horizon_days: 365 } });
  for (const who of [SPECIALIST, OWNER]) await studio.as(who)('people.me', {});
  await studio.as(1001)('bookings.create', slotAt(studio, '10:30', '2031-03-11'));
  const wish = weekly(studio, { on_clash: 'skip', skip: ['2031-03-18T10:00:00Z'] });
  const { id } = await studio.program('series.create', wish);
  const told = () =>
    world.rows<{ kind: string; count: number }>(
      `select kind, count(*)::int as count from notifications
        where tenant_id = $1 and series is not null group by kind order by kind`,
      [studio.tenant_id],
    );
  assert.deepEqual(await told(), [{ kind: 'series_created', count: 1 }], 'the specialist; the client has no chat');
  for (const night of ['2031-03-04T05:00:00Z', '2031-03-05T05:00:00Z']) {
    await world.setClock(night);
    await run(studio, id);
  }
  assert.deepEqual(await told(), [{ kind: 'series_created', count: 1 }]);
});

test('a date that is closed later is told once; told again only when it was open in between', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const { id } = await studio.program('series.create', weekly(studio));
  const close = (intervals: { from_minute: number; to_minute: number }[]) =>
    world.rows(
      `insert into overrides (tenant_id, specialist_id, day, intervals) values ($1, $2, '2031-03-11', $3)
        on conflict (tenant_id, specialist_id, day) do update set intervals = excluded.intervals`,
      [studio.tenant_id, studio.specialist_id, JSON.stringify(intervals)],
    );
  const night = async (day: string) => {
    await world.setClock(`2031-03-${day}T05:00:00Z`);
    await run(studio, id);
    return (await clashNews(studio)).length;
  };
  await world.backend.inTenant(studio.tenant_id, async (tx) => {
    saveOverride(tx, { specialist_id: studio.specialist_id, day: '2031-03-11', intervals: [] });
  });
  assert.equal(await night('04'), 1);
  assert.equal(await night('05'), 1);
  await close([{ from_minute: 540, to_minute: 720 }]);
  assert.equal(await night('06'), 1);
  await close([]);
  assert.equal(await night('07'), 2);
  assert.equal((await studio.program('series.get', { id })).occurrences[1]?.status, 'booked');
});

test('what was ended from an instant on does not come back in the night, nor does a single one that was called off', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.program('series.create', weekly(studio));
  await studio.program('series.cancel_occurrence', { id, occurrence_at: '2031-09-02T10:00:00Z' });
  await studio.program('series.end', { id, from: '2031-09-09T00:00:00Z' });
  await world.setClock('2031-03-25T05:00:00Z');
  await run(studio, id);
  const series = await studio.program('series.get', { id });
  assert.deepEqual(linesOfSeries(series).slice(-2), ['08-26T10:00 booked', '09-02T10:00 cancelled']);
  await studio.program('series.end', { id, from: '2031-04-01T00:00:00Z' });
  await world.setClock('2031-03-26T05:00:00Z');
  await run(studio, id);
  assert.equal(await countRows(world, studio, 'reservations'), 4);
});

test('a series is finished when its last visit is over', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.program('series.create', weekly(studio, { rrule: 'FREQ=WEEKLY;COUNT=2' }));
  await world.setClock('2031-03-10T05:00:00Z');
  await run(studio, id);
  assert.equal((await studio.program('series.get', { id })).status, 'active');
  await world.setClock('2031-03-12T05:00:00Z');
  await run(studio, id);
  const series = await studio.program('series.get', { id });
  assert.deepEqual([series.status, series.ended_reason], ['ended', 'finished']);
  assert.deepEqual(await nextRuns(studio), []);
});

test('a service that is offered no more leaves its series with clashes and not without a word', async () => {
  const studio = await openStudio(world);
  await studio.as(OWNER)('people.me', {});
  const { id } = await studio.program('series.create', weekly(studio));
  await world.rows('update services set active = false where tenant_id = $1', [studio.tenant_id]);
  await world.setClock('2031-03-11T05:00:00Z');
  await run(studio, id);
  const series = await studio.program('series.get', { id });
  assert.equal(linesOfSeries(series).at(-1), '09-02T10:00 not_offered');
  assert.deepEqual(await clashNews(studio), [['2031-09-02T10:00:00Z']]);
});

test('the engine carries series on and brings their news, one message for all visits', async (t) => {
  const own = await testBackend(t);
  const studio = await openStudio(own);
  const postman = createPostman();
  const engine = await startEngine(own, postman);
  const { client_id } = await studio.as(1001)('people.me', {});
  const { client: _other, ...input } = weekly(studio, { client_id: client_id ?? '', rrule: 'FREQ=WEEKLY;COUNT=40' });
  const { id } = await studio.program('series.create', input);
  await until('the client was told', () => postman.delivered.length > 0);
  const [told] = postman.delivered;
  assert.equal(told?.kind, 'series_created');
  assert.deepEqual([told?.series?.id, told?.series?.count, told?.series?.starts_at.length], [id, 26, 10]);
  assert.equal(told?.booking.starts_at, '2031-03-04T10:00:00Z');
  await own.setClock('2031-03-11T05:00:00Z');
  engine.wake();
  await until('the series was carried on', async () => (await countRows(own, studio, 'bookings')) === 27);
  assert.equal(await countOverlaps(own, studio), 0);
  assert.deepEqual(engine.errors, []);
});
