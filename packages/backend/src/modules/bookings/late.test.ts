import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { prepare } from './outgoing.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const TODAY = '2031-03-03';
const book = (studio: Studio, who: number, time: string, day = TODAY) =>
  studio.as(who)('bookings.create', slotAt(studio, time, day));

/** What was told of delays of this booking. */
const lettersOf = async (id: string) =>
  (await noticesOf(world, id)).filter(({ kind }) => kind === 'running_late').map(({ status }) => status);

const told = ({ visits }: { visits: readonly { late_minutes: number; news: string }[] }) =>
  visits.map(({ late_minutes, news }) => `${late_minutes} ${news}`);

test('a delay moves through the visits of today until the gaps have made up for it', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  for (const [who, time] of [
    [1001, '10:00'],
    [1002, '11:00'],
    [1003, '12:30'],
    [1004, '16:00'],
  ] as const)
    await book(studio, who, time);
  await book(studio, 1005, '09:00', '2031-03-04');
  const asked = await studio.as(SPECIALIST)('bookings.delay', { id, minutes: 45 });
  assert.deepEqual(
    asked.visits.map(({ booking, expected_at, late_minutes }) => [booking.starts_at, expected_at, late_minutes]),
    [
      [`${TODAY}T10:00:00Z`, `${TODAY}T10:45:00Z`, 45],
      [`${TODAY}T11:00:00Z`, `${TODAY}T11:45:00Z`, 45],
      [`${TODAY}T12:30:00Z`, `${TODAY}T12:45:00Z`, 15],
    ],
  );
  assert.equal(asked.time_zone, 'UTC');
  const [first] = asked.visits;
  assert.deepEqual(await lettersOf(first?.booking.id ?? ''), [], 'asking tells nobody');
});

test('nobody is told twice of the same delay, and everybody of a longer one', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  const booking = await book(studio, 1001, '10:00');
  const tell = (minutes: number) => studio.as(SPECIALIST)('bookings.tell_late', { id, minutes });
  assert.deepEqual(told(await tell(15)), ['15 new']);
  assert.deepEqual(told(await tell(15)), ['15 known']);
  assert.deepEqual(told(await tell(10)), ['10 known']);
  assert.deepEqual(await lettersOf(booking.id), ['pending']);
  assert.deepEqual(told(await tell(30)), ['30 new']);
  assert.deepEqual((await lettersOf(booking.id)).sort(), ['cancelled', 'pending'], 'the shorter one is called off');
});

test('of many who tell of one delay at once one is heard', async () => {
  const studio = await openStudio(world);
  const booking = await book(studio, 1001, '10:00');
  const calls = Array.from({ length: 8 }, (_, index) =>
    studio.as(index % 2 === 0 ? SPECIALIST : OWNER)('bookings.tell_late', { id: studio.specialist_id, minutes: 20 }),
  );
  const news = (await Promise.all(calls)).flatMap(({ visits }) => visits.map((visit) => visit.news));
  assert.deepEqual(
    news.filter((one) => one === 'new'),
    ['new'],
  );
  assert.deepEqual(await lettersOf(booking.id), ['pending']);
});

test('a visit that cannot have begun yet is told of, and one that has is not', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  const booking = await book(studio, 1001, '10:00');
  await world.setClock(`${TODAY}T10:10:00Z`);
  const ids = async (minutes: number) =>
    (await studio.as(SPECIALIST)('bookings.delay', { id, minutes })).visits.map((visit) => visit.booking.id);
  assert.deepEqual(await ids(15), [booking.id]);
  assert.deepEqual(await ids(5), []);
});

test('who has no chat, or has blocked the bot, is named to be called', async () => {
  const studio = await openStudio(world);
  const client = { name: 'Ada', phone: '+4930123456' };
  const quiet = await studio.program('bookings.create', { ...slotAt(studio, '10:00', TODAY), client });
  const blocked = await book(studio, 1001, '11:00');
  await studio.as(1001)('people.set_reachable', { reachable: false });
  const answer = await studio.as(SPECIALIST)('bookings.tell_late', { id: studio.specialist_id, minutes: 15 });
  assert.deepEqual(told(answer), ['15 no_chat', '15 no_chat']);
  for (const { id } of [quiet, blocked]) assert.deepEqual(await lettersOf(id), []);
});

test('what was said of a visit is not said any more once it is moved, cancelled or begun', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  const outcome = async (booking_id: string) => {
    const [letter] = (await noticesOf(world, booking_id)).filter(({ kind }) => kind === 'running_late');
    const prepared = await world.backend.inTenant(studio.tenant_id, (tx) => prepare(tx, letter?.id ?? ''));
    return 'done' in prepared ? 'called off' : prepared.message;
  };
  const moved = await book(studio, 1001, '10:00');
  const cancelled = await book(studio, 1002, '11:00');
  const begun = await book(studio, 1003, '12:00');
  const stays = await book(studio, 1004, '13:00');
  await studio.as(SPECIALIST)('bookings.tell_late', { id, minutes: 30 });
  await studio.as(SPECIALIST)('bookings.move', { id: moved.id, starts_at: `${TODAY}T17:00:00Z` });
  await studio.as(SPECIALIST)('bookings.cancel', { id: cancelled.id });
  await world.setClock(`${TODAY}T12:31:00Z`);
  assert.equal(await outcome(moved.id), 'called off');
  assert.equal(await outcome(cancelled.id), 'called off');
  assert.equal(await outcome(begun.id), 'called off');
  const message = await outcome(stays.id);
  assert.ok(typeof message === 'object' && 'booking' in message);
  assert.deepEqual([message.kind, message.late_minutes, message.booking.id], ['running_late', 30, stays.id]);
});

test('after a move a new delay is told of, as long as the one before it', async () => {
  const studio = await openStudio(world);
  const { specialist_id: id } = studio;
  const booking = await book(studio, 1001, '10:00');
  const tell = () => studio.as(SPECIALIST)('bookings.tell_late', { id, minutes: 15 });
  await tell();
  await studio.as(SPECIALIST)('bookings.move', { id: booking.id, starts_at: `${TODAY}T14:00:00Z` });
  assert.deepEqual(told(await tell()), ['15 new']);
});

test('all seats of a group are told of the same delay', async () => {
  const studio = await openStudio(world, { service: { capacity: 5 } });
  for (const who of [1001, 1002, 1003]) await book(studio, who, '10:00');
  const answer = await studio.as(SPECIALIST)('bookings.tell_late', { id: studio.specialist_id, minutes: 20 });
  assert.deepEqual(told(answer), ['20 new', '20 new', '20 new']);
});

test('specialists tell of their own delays, the others of anybody’s, and clients of none', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const elsewhere = await openStudio(world);
  const [id = '', colleague = ''] = studio.specialist_ids;
  for (const name of ['bookings.delay', 'bookings.tell_late'] as const) {
    const ask = (who: number, of: string) => studio.as(who)(name, { id: of, minutes: 15 });
    for (const who of [SPECIALIST, OWNER]) assert.deepEqual((await ask(who, id)).visits, []);
    assert.equal((await refusalOf(ask(SPECIALIST, colleague))).code, 'forbidden');
    assert.equal((await refusalOf(ask(1001, id))).code, 'forbidden');
    const foreign = await refusalOf(ask(OWNER, elsewhere.specialist_id));
    const unknown = await refusalOf(ask(OWNER, '00000000-0000-4000-8000-000000000001'));
    assert.deepEqual(foreign, unknown);
    assert.equal(foreign.code, 'not_found');
    assert.equal((await refusalOf(studio.as(OWNER)(name, { id, minutes: 4 }))).params['field'], 'minutes');
  }
});
