import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { linesOf, noticesOf } from '../../test-support/notices.ts';
import { createPostman, startEngine } from '../../test-support/post.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { attend, book, DAY, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

test('a time that becomes free is held for the first in the queue, who is told', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const places = [await wait(studio, 1001), await wait(studio, 1002)].map(({ position }) => position);
  assert.deepEqual(places, [1, 2]);
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'nothing is free');
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  const [entry] = (await studio.as(1001)('waitlist.list', {})).items;
  assert.deepEqual([entry?.status, entry?.offer?.specialist.id], ['offered', studio.specialist_id]);
  const held = (Date.parse(entry?.offer?.expires_at ?? '') - Date.parse(MONDAY)) / 60_000;
  assert.ok(held >= 15 && held < 15.5, `${held} minutes`);
  const booking_id = entry?.offer?.booking_id ?? '';
  assert.deepEqual(linesOf(await noticesOf(world, booking_id)), ['waitlist_offer client 03 08:00 pending']);
  assert.deepEqual(await world.rows('select 1 from freed_times where tenant_id = $1', [studio.tenant_id]), []);
  assert.equal((await refusalOf(book(studio, 1003, '10:00'))).code, 'slot_taken', 'it is held');
});

test('what is offered at night is held until the morning of the business, but never beyond its start', async () => {
  // Nine in the evening in Dubai; the specialist lives by UTC.
  await world.setClock('2031-03-03T17:00:00Z');
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const later = await fillDay(studio, '2031-03-05');
  await wait(studio, 1001);
  await studio.program('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const expiresAt = async (who: number) => {
    const [entry] = (await studio.as(who)('waitlist.list', {})).items;
    return entry?.offer?.expires_at.slice(0, 16);
  };
  assert.equal(await expiresAt(1001), '2031-03-04T05:15');
  await world.setClock('2031-03-04T05:14:00Z');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00'], 'it is kept all night');
  await world.setClock('2031-03-04T05:16:00Z');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'and goes on a while after nine');

  // In Honolulu it is ten in the evening, and the visit begins before its morning.
  await world.setClock('2031-03-05T08:00:00Z');
  await world.rows(`update tenants set time_zone = 'Pacific/Honolulu' where tenant_id = $1`, [studio.tenant_id]);
  await wait(studio, 1002, { from_day: '2031-03-05', to_day: '2031-03-05' });
  await studio.program('bookings.cancel', { id: later[0].id });
  await attend(world, studio);
  assert.equal(await expiresAt(1002), '2031-03-05T10:00');
});

test('who takes it has a booking like any other, and waits no longer', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await studio.as(SPECIALIST)('people.me', {});
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const booking = await studio.as(1001)('waitlist.take', { id, message: { chat_id: 1001, message_id: 5 } });
  assert.deepEqual([booking.status, booking.starts_at], ['confirmed', `${DAY}T10:00:00Z`]);
  const again = await studio.as(1001)('waitlist.take', { id });
  assert.deepEqual(again, booking, 'a second tap changes nothing');
  const [entry] = (await studio.as(1001)('waitlist.list', { status: 'taken' })).items;
  assert.deepEqual([entry?.id, entry?.position, entry?.offer], [id, null, null]);
  assert.equal((await studio.as(1001)('waitlist.list', {})).total, 0);
  const told = (await noticesOf(world, booking.id)).filter(({ status }) => status === 'pending');
  assert.deepEqual(
    told.map(({ kind, audience }) => `${kind} ${audience}`),
    [
      'booking_created specialist',
      'booking_created client',
      'booking_reminder client',
      'booking_reminder client',
      'booking_reminder client',
    ],
  );
  assert.deepEqual(await world.rows('select outcome from waitlist_offers where entry_id = $1', [id]), [
    { outcome: 'taken' },
  ]);
  assert.deepEqual(await world.rows(`select 1 from due where id = $1`, [id]), [], 'nothing ends by itself any more');
});

test('without an answer the time goes on to the next, once, and in the end it is free for all', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  for (const who of [1001, 1002]) await wait(studio, who);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const before = await studio.as(1001)('waitlist.list', {});
  const booking_id = before.items[0]?.offer?.booking_id ?? '';
  await world.setClock('2031-03-03T08:20:00Z');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00']);
  const late = await refusalOf(studio.as(1001)('waitlist.take', { id: booking_id }));
  assert.equal(late.code, 'hold_expired');
  assert.ok(Array.isArray(late.params['nearest']));
  assert.deepEqual(linesOf(await noticesOf(world, booking_id)), [
    'waitlist_offer client 03 08:00 cancelled',
    'waitlist_passed client 03 08:20 pending',
  ]);
  await world.setClock('2031-03-03T08:40:00Z');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
  const { items } = await studio.program('waitlist.list', {});
  assert.deepEqual(
    items.map(({ status, position }) => [status, position]),
    [
      ['waiting', 1],
      ['waiting', 2],
    ],
    'both still wait, in their order',
  );
  assert.equal((await book(studio, 1003, '10:00')).status, 'confirmed');
  const outcomes = await world.rows('select outcome from waitlist_offers where tenant_id = $1', [studio.tenant_id]);
  assert.deepEqual(outcomes, [{ outcome: 'passed' }, { outcome: 'passed' }]);
});

test('who declines goes on waiting and is asked about another time, not about this one', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first, second] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  await studio.as(1902)('bookings.cancel', { id: second.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00'], 'one offer at a time');
  const entry = await studio.as(1001)('waitlist.decline', { id });
  assert.deepEqual([entry.status, entry.position, entry.offer], ['waiting', 1, null]);
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 11:00'], 'what became free meanwhile');
  await studio.as(1001)('waitlist.decline', { id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), [], 'neither of them again');
  assert.equal((await studio.as(1001)('waitlist.decline', { id })).status, 'waiting', 'nothing is left to decline');
});

test('an old offer cannot take a newer one', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first, second] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const old = (await studio.as(1001)('waitlist.list', {})).items[0]?.offer?.booking_id ?? '';
  await studio.as(1001)('waitlist.decline', { id: old });
  await studio.as(1902)('bookings.cancel', { id: second.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 11:00']);
  assert.equal((await refusalOf(studio.as(1001)('waitlist.take', { id: old }))).code, 'hold_expired');
  await studio.as(1001)('waitlist.decline', { id: old });
  assert.deepEqual(await offersOf(studio), ['1001 11:00'], 'nor decline it');
  assert.equal((await studio.as(1001)('waitlist.take', { id })).starts_at, `${DAY}T11:00:00Z`);
});

test('what was confirmed like any other booking closes the entry, and declining it then cancels nothing', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const offered = (await studio.as(1001)('waitlist.list', {})).items[0]?.offer?.booking_id ?? '';
  await studio.as(1001)('bookings.confirm', { id: offered });
  assert.equal((await studio.as(1001)('waitlist.decline', { id: offered })).status, 'taken');
  assert.equal((await studio.as(1001)('bookings.get', { id: offered })).status, 'confirmed');
  assert.equal((await studio.as(1001)('waitlist.take', { id })).id, offered);
  await studio.as(OWNER)('bookings.cancel', { id: offered });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), []);
  assert.deepEqual(await world.rows('select outcome from waitlist_offers where entry_id = $1', [id]), [
    { outcome: 'taken' },
  ]);
});

test('who books otherwise in these days waits no longer, also after they cancel that', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  await wait(studio, 1001);
  await wait(studio, 1002);
  await attend(world, studio);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  const own = await book(studio, 1001, '10:00');
  assert.equal((await studio.as(1001)('waitlist.list', { status: 'taken' })).total, 1);
  assert.equal((await studio.as(1002)('waitlist.list', {})).items[0]?.position, 1);
  await attend(world, studio);
  await studio.as(OWNER)('bookings.cancel', { id: own.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00']);
});

test('leaving lets the next have what is held', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await wait(studio, 1002);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const entry = await studio.as(1001)('waitlist.leave', { id });
  assert.deepEqual([entry.status, entry.position, entry.offer], ['left', null, null]);
  assert.equal((await studio.as(1001)('waitlist.leave', { id })).status, 'left', 'once more changes nothing');
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00']);
  assert.equal((await refusalOf(studio.as(1001)('waitlist.take', { id }))).code, 'hold_expired');
});

test('an entry ends with the last of its days', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await world.setClock('2031-03-05T00:00:01Z');
  const status = async () => (await studio.as(1001)('waitlist.list', { status: 'all' })).items[0]?.status;
  assert.equal(await status(), 'expired', 'before anybody has written it down');
  await attend(world, studio);
  assert.deepEqual(await world.rows('select status from waitlist_entries where id = $1', [id]), [
    { status: 'expired' },
  ]);
  assert.equal((await refusalOf(wait(studio, 1002))).code, 'invalid_input');
});

test('by itself, when the timetable runs', async (t) => {
  const own = await testBackend(t);
  const studio = await openStudio(own, TWO_A_DAY);
  const postman = createPostman();
  const engine = await startEngine(own, postman);
  const [first] = await fillDay(studio);
  for (const who of [1001, 1002]) await wait(studio, who);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  engine.wake();
  const told = (kind: string, who: number) => () =>
    postman.delivered.some((notice) => notice.kind === kind && notice.telegram_id === who);
  await until('the first is told', told('waitlist_offer', 1001));
  // Long after what was offered has run out, however slowly it came to be offered.
  await own.setClock('2031-03-03T09:00:00Z');
  engine.wake();
  await until('the next is told', told('waitlist_offer', 1002));
  await until('the first learns that it went on', told('waitlist_passed', 1001));
  assert.deepEqual(engine.errors, []);
  assert.deepEqual(own.faults, []);
});

test('a visit that is moved within the days ends no waiting, one that is moved into them does', async () => {
  for (const [from, status] of [
    ['2031-03-04', 'waiting'],
    ['2031-03-05', 'taken'],
  ] as const) {
    const studio = await openStudio(world, { ...TWO_A_DAY, intervals: [{ from_minute: 600, to_minute: 720 }] });
    const mine = await book(studio, 1001, '10:00', from);
    if (from !== DAY) await book(studio, 1903, '10:00');
    await book(studio, 1902, '11:00');
    const { id } = await wait(studio, 1001);
    const starts_at = `${DAY}T09:00:00Z`;
    await studio.as(OWNER)('bookings.move', { id: mine.id, starts_at, outside_rules: true });
    const { items } = await studio.program('waitlist.list', { status: 'all' });
    assert.deepEqual(
      items.filter((item) => item.id === id).map((item) => item.status),
      [status],
    );
  }
});
