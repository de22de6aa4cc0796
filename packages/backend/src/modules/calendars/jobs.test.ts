import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { busyEvent, calendar, event } from './testing.ts';
import { CALENDAR_URL, importsOf } from './testing-imports.ts';

const world = await testBackend({ after });
const { asked, outside, say, open, run, statusOf, rowsOf, busyOf, dueOf } = importsOf(world);

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));
beforeEach(() => world.setClock(MONDAY));

test('the events of an outside calendar are busy time: nothing is offered and nothing can be booked there', async () => {
  const one = await open();
  const { studio } = one;
  say(
    calendar(
      busyEvent('a', '20310304T100000', '20310304T113000'),
      busyEvent('b', '20310304T110000', '20310304T120000'),
      event('UID:c', 'DTSTART;VALUE=DATE:20310305'),
    ),
  );
  assert.deepEqual(await run(one), { done: true });
  assert.deepEqual(await busyOf(one), ['04 10:00 04 12:00', '05 00:00 06 00:00']);
  const { code } = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '11:00')));
  assert.equal(code, 'slot_taken');
  const { slots } = await studio.guest('scheduling.free_slots_day', {
    ...slotAt(studio, ''),
    starts_at: undefined,
    date: '2031-03-05',
  } as never);
  assert.deepEqual(slots, []);
  const day = await studio.as(SPECIALIST)('scheduling.day', {
    specialist_id: studio.specialist_id,
    date: '2031-03-04',
  });
  assert.deepEqual(
    day.taken.map(({ kind }) => kind),
    ['busy'],
  );
  const { state, error, events, synced_at } = await statusOf(one);
  assert.deepEqual([state, error, events, synced_at?.slice(0, 13)], ['working', null, 3, '2031-03-03T08']);
});

test('repeating a job changes no row, and a change touches only the rows it is about', async () => {
  const one = await open();
  const stays = busyEvent('a', '20310304T100000', '20310304T110000');
  say(calendar(stays, busyEvent('b', '20310304T140000', '20310304T150000')));
  await run(one);
  const before = await rowsOf(one);
  await run(one);
  assert.deepEqual(await rowsOf(one), before);
  say(calendar(stays, busyEvent('b', '20310304T160000', '20310304T170000')));
  await run(one);
  const changed = await rowsOf(one);
  assert.deepEqual(
    changed.map(({ span }) => span),
    ['04 10:00 04 11:00', '04 16:00 04 17:00'],
  );
  assert.equal(changed[0]?.id, before[0]?.id);
  assert.notEqual(changed[1]?.id, before[1]?.id);
});

test('a booking that was there first keeps its time, the event takes what is left, and the list tells of both', async () => {
  const one = await open();
  const { studio } = one;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '11:00'));
  say(calendar(busyEvent('a', '20310304T100000', '20310304T140000')));
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 11:00', '04 12:00 04 14:00']);
  assert.equal((await studio.as(1001)('bookings.get', { id: booking.id })).status, 'confirmed');
  const met = [{ booking_id: booking.id, starts_at: booking.starts_at, ends_at: booking.ends_at }];
  assert.deepEqual((await statusOf(one)).conflicts, met);
  assert.equal((await statusOf(one)).conflict_count, 1);
  // Once it is cancelled its time is busy as well, at the next look, although the calendar has not changed.
  await studio.as(OWNER)('bookings.cancel', { id: booking.id });
  assert.deepEqual((await statusOf(one)).conflicts, []);
  outside.answer = async () => ({ status: 'unchanged' });
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 14:00']);
});

test('the buffers of a booking stay free of busy time', async () => {
  const studio = await openStudio(world, { service: { buffer_after_minutes: 15 } });
  const { specialist_id } = studio;
  const { id } = await studio.as(SPECIALIST)('calendars.import_create', { specialist_id, url: CALENDAR_URL });
  await studio.as(1001)('bookings.create', slotAt(studio, '11:00'));
  say(calendar(busyEvent('a', '20310304T110000', '20310304T130000')));
  await run({ studio, id });
  assert.deepEqual(await busyOf({ studio, id }), ['04 12:15 04 13:00']);
});

test('two calendars of one person may say the same; what one of them says stays when the other is deleted', async () => {
  const one = await open();
  const { studio } = one;
  const { specialist_id } = studio;
  const other = {
    studio,
    id: (await studio.as(SPECIALIST)('calendars.import_create', { specialist_id, url: CALENDAR_URL })).id,
  };
  say(calendar(busyEvent('a', '20310304T100000', '20310304T120000')));
  await run(one);
  say(calendar(busyEvent('a', '20310304T110000', '20310304T130000')));
  await run(other);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 13:00']);
  await studio.as(SPECIALIST)('calendars.import_delete', { id: one.id });
  assert.deepEqual(await busyOf(other), ['04 11:00 04 13:00']);
  await studio.as(SPECIALIST)('calendars.import_delete', { id: other.id });
  assert.deepEqual(await busyOf(other), []);
});

test('what cannot be read changes nothing, is told, and is tried ever more rarely until it works again', async () => {
  const one = await open();
  say(calendar(busyEvent('a', '20310304T100000', '20310304T110000')));
  await run(one);
  const before = await rowsOf(one);
  say('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2031');
  await run(one);
  const broken = await statusOf(one);
  assert.deepEqual([broken.state, broken.error, broken.failures], ['failing', 'not_a_calendar', 1]);
  assert.deepEqual(await dueOf(one), ['03 08:30']);
  outside.answer = async () => ({ status: 'failed', error: 'unreachable' });
  await run(one);
  assert.deepEqual(await dueOf(one), ['03 09:00']);
  const away = await statusOf(one);
  assert.deepEqual([away.state, away.error, away.failures], ['failing', 'unreachable', 2]);
  assert.equal(away.synced_at, broken.synced_at);
  assert.deepEqual(await rowsOf(one), before);
  say(calendar(busyEvent('a', '20310304T100000', '20310304T110000')));
  await run(one);
  const well = await statusOf(one);
  assert.deepEqual([well.state, well.error, well.failures], ['working', null, 0]);
  assert.deepEqual(await dueOf(one), ['03 08:15']);
});

test('a calendar sealed with a key that is gone is told as such, and nothing is asked for', async () => {
  const one = await open();
  await world.rows(`update calendar_imports set url_sealed = 'a.b.c.d' where id = $1`, [one.id]);
  asked.length = 0;
  await run(one);
  assert.equal((await statusOf(one)).error, 'address_lost');
  assert.deepEqual(asked, []);
});

test('the tag of the last file is sent along for half a day; then the whole file is read again', async () => {
  const one = await open();
  say(calendar(), '"v1"');
  await run(one);
  asked.length = 0;
  outside.answer = async () => ({ status: 'unchanged' });
  await run(one);
  await world.setClock('2031-03-03T19:59:00Z');
  await run(one);
  await world.setClock('2031-03-03T20:01:00Z');
  await run(one);
  assert.deepEqual(asked, [
    { url: CALENDAR_URL, etag: '"v1"' },
    { url: CALENDAR_URL, etag: '"v1"' },
    { url: CALENDAR_URL, etag: null },
  ]);
});

test('a look by hand is planned at once, not twice, and at most once a minute', async () => {
  const one = await open();
  const { studio, id } = one;
  say(calendar());
  await run(one);
  const sync = () => studio.as(SPECIALIST)('calendars.import_sync', { id });
  const { code, params } = await refusalOf(sync());
  assert.equal(code, 'too_many_requests');
  assert.ok(Number(params['after_seconds']) > 50 && Number(params['after_seconds']) <= 60);
  await world.setClock('2031-03-03T08:02:00Z');
  await sync();
  await sync();
  assert.deepEqual(await dueOf(one), ['03 08:02']);
});

test('time that is over stays as it was, and an event that is going on is not cut anew every day', async () => {
  const one = await open();
  const long = busyEvent('a', '20310301T100000', '20310307T120000');
  const past = busyEvent('b', '20310303T090000', '20310303T100000');
  say(calendar(past, event('UID:c', 'DTSTART:20310307T130000Z', 'DTEND:20310307T140000Z')));
  await run(one);
  await world.setClock('2031-03-06T08:00:00Z');
  say(calendar(long));
  await run(one);
  const before = await rowsOf(one);
  assert.deepEqual(
    before.map(({ span }) => span),
    ['03 09:00 03 10:00', '05 00:00 07 12:00'],
  );
  await world.setClock('2031-03-07T08:00:00Z');
  await run(one);
  assert.deepEqual(await rowsOf(one), before);
});

test('time off and breaks that are added later take their time from the event, and give it back', async () => {
  const one = await open();
  const { studio } = one;
  say(
    calendar(
      busyEvent('a', '20310304T100000', '20310304T160000'),
      busyEvent('b', '20310305T100000', '20310305T110000'),
    ),
  );
  await run(one);
  const rest = {
    id: studio.specialist_id,
    kind: 'break',
    starts_at: '2031-03-04T12:00:00Z',
    ends_at: '2031-03-04T13:00:00Z',
  } as const;
  const made = await studio.as(SPECIALIST)('scheduling.add_time_off', rest);
  const cut = ['04 10:00 04 12:00', '04 13:00 04 16:00', '05 10:00 05 11:00'];
  assert.deepEqual(await busyOf(one), cut);
  const before = await rowsOf(one);
  await run(one);
  assert.deepEqual(await rowsOf(one), before);
  await studio.as(SPECIALIST)('scheduling.remove_time_off', { id: studio.specialist_id, time_off_id: made.id });
  // At once, not at the next look: until then the time could be sold.
  const whole = ['04 10:00 04 16:00', '05 10:00 05 11:00'];
  assert.deepEqual(await busyOf(one), whole);
  const { code } = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '12:00')));
  assert.equal(code, 'slot_taken');
  await run(one);
  assert.deepEqual(await busyOf(one), whole);
});

test('our own bookings that come back are not busy time; those of another business here are', async () => {
  const [one, elsewhere] = [await open(), await openStudio(world, { specialists: 2 })];
  const mine = await one.studio.as(1001)('bookings.create', slotAt(one.studio, '10:00'));
  const foreign = await elsewhere.as(1001)('bookings.create', slotAt(elsewhere, '12:00'));
  const nobodys = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  say(
    calendar(
      // Moved by hand in the outside calendar: it is ours all the same.
      busyEvent(`${mine.id}@okno`, '20310304T090000', '20310304T110000'),
      busyEvent(`${foreign.id}@okno`, '20310304T120000', '20310304T130000'),
      busyEvent(`${nobodys}@okno`, '20310304T150000', '20310304T160000'),
    ),
  );
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 12:00 04 13:00', '04 15:00 04 16:00']);
  assert.equal((await statusOf(one)).events, 2);
});

test('a booking of a colleague is busy time like any other', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const one = await open(studio);
  const wish = { ...slotAt(studio, '10:00'), specialist_id: studio.specialist_ids[1] ?? '' };
  const { id } = await studio.as(1001)('bookings.create', wish);
  say(calendar(busyEvent(`${id}@okno`, '20310304T100000', '20310304T110000')));
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 11:00']);
});
