import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { busyEvent, calendar, event } from './testing.ts';
import { importsOf } from './testing-imports.ts';

const world = await testBackend({ after });
const { say, open, run, statusOf, rowsOf, busyOf } = importsOf(world);

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));
beforeEach(() => world.setClock(MONDAY));

test('busy time is rounded outwards to five minutes, so that many short events are few rows', async () => {
  const one = await open();
  say(
    calendar(
      busyEvent('a', '20310304T100100', '20310304T100200'),
      busyEvent('b', '20310304T100659', '20310304T100701'),
      busyEvent('c', '20310304T120000', '20310304T121000'),
    ),
  );
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 10:10', '04 12:00 04 12:10']);
});

/** So many events of five minutes, every ten minutes from that day on. */
const crowd = (count: number, day: string): string =>
  calendar(
    event('UID:crowd', `DTSTART:${day}T000000Z`, 'DURATION:PT5M', `RRULE:FREQ=MINUTELY;INTERVAL=10;COUNT=${count}`),
  );

test('a calendar of more than two thousand pieces is too much, and changes nothing', async () => {
  const one = await open();
  say(crowd(2_000, '20310310'));
  await run(one);
  const { state, error } = await statusOf(one);
  assert.deepEqual([state, error], ['working', null]);
  const before = await rowsOf(one);
  assert.equal(before.length, 2_000);
  say(crowd(2_001, '20310310'));
  await run(one);
  const after = await statusOf(one);
  assert.deepEqual([after.state, after.error], ['failing', 'too_complex']);
  assert.deepEqual(await rowsOf(one), before);
});

test('all calendars of one person make five thousand pieces at most, the nearest', async () => {
  const one = await open();
  const { studio } = one;
  // The farthest is read first and gives way.
  for (const [index, day] of ['20310701', '20310401', '20310310'].entries()) {
    const each = index === 0 ? one : await open(studio);
    say(crowd(2_000, day));
    await run(each);
  }
  const months = await world.rows<{ month: number; count: number }>(
    `select extract(month from starts_at at time zone 'UTC')::int as month, count(*)::int as count from reservations
      where tenant_id = $1 and imported group by 1 order by 1`,
    [studio.tenant_id],
  );
  assert.deepEqual(months, [
    { month: 3, count: 2_000 },
    { month: 4, count: 2_000 },
    { month: 7, count: 1_000 },
  ]);
});
