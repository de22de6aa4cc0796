import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, countOverlaps, slotAt } from '../../test-support/bookings.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, SPECIALIST } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import type { Fetched } from './jobs.ts';
import { busyEvent, calendar, event } from './testing.ts';
import { CALENDAR_URL, importsOf } from './testing-imports.ts';

const world = await testBackend({ after });
const { asked, outside, say, open, run, statusOf, busyOf, dueOf } = importsOf(world);

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));
beforeEach(() => world.setClock(MONDAY));

test('a calendar that was read stands in the timetable once, a quarter of an hour later, however often it is run', async () => {
  const one = await open();
  say(calendar());
  await Promise.all([run(one), run(one), run(one)]);
  await run(one);
  assert.deepEqual(await dueOf(one), ['03 08:15']);
});

test('whoever asks for another look while one is under way gets it', async () => {
  const one = await open();
  const { studio, id } = one;
  say(calendar());
  await run(one);
  await world.setClock('2031-03-03T08:02:00Z');
  outside.answer = async () => {
    await studio.as(SPECIALIST)('calendars.import_sync', { id });
    return { status: 'unchanged' };
  };
  await run(one);
  assert.deepEqual(await dueOf(one), ['03 08:02']);
});

/** A time without a zone: ten on the specialist's clock. */
const FLOATING = calendar(event('UID:a', 'DTSTART:20310304T100000', 'DTEND:20310304T110000'));

test('in another time zone a calendar is read again as a whole, also if it is the same', async () => {
  const one = await open();
  const { studio } = one;
  say(FLOATING, '"tag"');
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 11:00']);
  await studio.as(OWNER)('specialists.update', { id: studio.specialist_id, time_zone: 'Asia/Tokyo' });
  assert.deepEqual(await dueOf(one), ['03 08:00']);
  await run(one);
  assert.equal(asked.at(-1)?.etag, null, 'the tag would say that nothing is new');
  assert.deepEqual(await busyOf(one), ['04 01:00 04 02:00']);
});

test('what was read by the clock of the time zone before counts for nothing', async () => {
  const one = await open();
  const { studio } = one;
  outside.answer = async () => {
    await studio.as(OWNER)('specialists.update', { id: studio.specialist_id, time_zone: 'Asia/Tokyo' });
    return { status: 'fetched', text: FLOATING, etag: '"tag"' };
  };
  await run(one);
  assert.deepEqual(await busyOf(one), []);
  assert.deepEqual(await dueOf(one), ['03 08:00']);
  say(FLOATING);
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 01:00 04 02:00']);
});

test('an import that is deleted while it is read leaves nothing behind', async () => {
  const one = await open();
  const { studio, id } = one;
  outside.answer = async () => {
    await studio.as(SPECIALIST)('calendars.import_delete', { id });
    return { status: 'fetched', text: calendar(busyEvent('a', '20310304T100000', '20310304T110000')), etag: null };
  };
  assert.deepEqual(await run(one), { done: true });
  assert.deepEqual(await busyOf(one), []);
  assert.deepEqual(await dueOf(one), []);
  assert.deepEqual(await run(one), { done: true });
});

test('bookings and looks at calendars that meet never overlap, and neither makes the other fail', async () => {
  const one = await open();
  const { studio } = one;
  const people = Array.from({ length: 24 }, (_, index) => 1001 + index);
  await Promise.all(people.map((who) => studio.as(who)('people.me', {})));
  const at = (hour: number) => `${String(9 + (hour % 9)).padStart(2, '0')}`;
  for (let round = 0; round < 3; round += 1) {
    const day = `2031-03-${String(10 + round).padStart(2, '0')}`;
    const compact = day.replaceAll('-', '');
    const events = Array.from({ length: 6 }, (_, index) =>
      busyEvent(`${round}-${index}`, `${compact}T${at(index * 2)}1500`, `${compact}T${at(index * 2)}4500`),
    );
    say(calendar(...events));
    const calls = people.map((who, index) => studio.as(who)('bookings.create', slotAt(studio, `${at(index)}:00`, day)));
    const runs = [run(one), run(one), run(one)];
    const { booked = 0, slot_taken = 0, slot_not_offered = 0, ...others } = await countOutcomes(calls);
    assert.deepEqual(others, {}, 'no other refusal');
    assert.equal(booked + slot_taken + slot_not_offered, people.length);
    assert.deepEqual(await Promise.all(runs), Array(3).fill({ done: true }));
    assert.equal(await countOverlaps(world, studio), 0);
  }
});

test('what a booking took in the same moment is lost to the event alone: the rest of the calendar is taken', async () => {
  const one = await open();
  const { studio } = one;
  say(
    calendar(
      busyEvent('a', '20310304T100000', '20310304T110000'),
      busyEvent('b', '20310304T150000', '20310304T160000'),
    ),
  );
  // Written without the lock that everybody else takes, after the look has seen what is taken.
  await world.rows(`create function intrude() returns trigger language plpgsql as $$ begin
    if new.imported and not exists (select from reservations where specialist_id = new.specialist_id and kind = 'break') then
      insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
      values (new.tenant_id, new.specialist_id, 'break', '2031-03-04T10:30:00Z', '2031-03-04T10:45:00Z');
    end if; return new; end $$`);
  await world.rows('create trigger intrude before insert on reservations for each row execute function intrude()');
  try {
    assert.deepEqual(await run(one), { done: true });
  } finally {
    await world.rows('drop trigger intrude on reservations');
    await world.rows('drop function intrude');
  }
  assert.deepEqual(await busyOf(one), ['04 15:00 04 16:00']);
  assert.equal(await countOverlaps(world, studio), 0);
  await run(one);
  assert.deepEqual(await busyOf(one), ['04 10:00 04 10:30', '04 10:45 04 11:00', '04 15:00 04 16:00']);
});

test('calendars of two businesses are read side by side and nothing crosses', async () => {
  const [one, other] = [await open(), await open()];
  say(calendar(busyEvent('a', '20310304T100000', '20310304T110000')));
  await run(one);
  assert.deepEqual(await busyOf(other), []);
  // A job that is asked for under the name of another business finds nothing.
  assert.deepEqual(await run({ studio: other.studio, id: one.id }), { done: true });
  assert.deepEqual(await busyOf(other), []);
  assert.equal((await statusOf(other)).state, 'waiting');
});

test('the engine reads a new calendar by itself, and a process that dies in between loses nothing', async () => {
  const fresh = await openStudio(world);
  const { specialist_id } = fresh;
  let asks = 0;
  const fetchCalendar = async (): Promise<Fetched> => {
    asks += 1;
    if (asks === 1) throw new Error('the process was cut off here');
    return { status: 'fetched', text: calendar(busyEvent('a', '20310304T100000', '20310304T110000')), etag: null };
  };
  // Imports of the other tests would be read as well.
  await world.rows(`delete from due where kind = 'calendar'`);
  const { id } = await fresh.as(SPECIALIST)('calendars.import_create', { specialist_id, url: CALENDAR_URL });
  const engine = await startEngine(world, createPostman(), { fetchCalendar });
  await until('busy time', async () => (await busyOf({ studio: fresh, id })).length === 1);
  assert.equal(asks, 2);
  assert.equal(engine.errors.length, 1);
  await until(
    'an empty outbox',
    async () => (await world.rows('select 1 from deliveries where due_id = $1', [id])).length === 0,
  );
  assert.equal((await dueOf({ studio: fresh, id })).length, 1);
});

test('control: without the cutting of what is taken an event that meets a booking would be lost as a whole', async () => {
  const one = await open();
  const { studio } = one;
  await studio.as(1001)('bookings.create', slotAt(studio, '11:00'));
  await world.rows(
    `insert into reservations (tenant_id, specialist_id, kind, imported, starts_at, ends_at)
      values ($1, $2, 'busy', true, '2031-03-04T10:00:00Z', '2031-03-04T14:00:00Z') on conflict do nothing`,
    [studio.tenant_id, studio.specialist_id],
  );
  assert.deepEqual(await busyOf(one), []);
});
