import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { noticesOf } from '../../test-support/notices.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { prepare } from './outgoing.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const asksOf = async (id: string) => (await noticesOf(world, id)).filter(({ kind }) => kind === 'move_asked');
const TUESDAY = '2031-03-04';

test('a client is asked to move once, with the nearest times beside it, and nothing is changed by that', async () => {
  const studio = await openStudio(world);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '15:00', TUESDAY));
  await studio.as(SPECIALIST)('scheduling.set_override', {
    ...{ id: studio.specialist_id, date: TUESDAY, intervals: [] },
  });
  const ask = () => studio.as(SPECIALIST)('bookings.ask_to_move', { id: booking.id });
  const answers = await Promise.all([ask(), ask(), ask()]);
  assert.deepEqual(answers.map(({ news }) => news).sort(), ['known', 'known', 'new']);
  const [notice, ...others] = await asksOf(booking.id);
  assert.ok(notice !== undefined && others.length === 0);
  const prepared = await world.backend.inTenant(studio.tenant_id, (tx) => prepare(tx, notice.id));
  assert.ok('message' in prepared && 'nearest' in prepared.message && prepared.message.nearest !== null);
  const { nearest } = prepared.message;
  assert.equal(nearest.length, 4);
  assert.ok(
    nearest.every(({ starts_at }) => !starts_at.startsWith(TUESDAY)),
    'the closed day is not among them',
  );
  const { starts_at } = booking;
  const asked = await studio.as(1001)('bookings.get', { id: booking.id });
  assert.deepEqual(asked, { ...booking, changeable_until: starts_at }, 'they are never too late for it');
  const { items } = await studio.as(1001)('bookings.list', { whose: 'mine' });
  assert.equal(items[0]?.changeable_until, starts_at);
});

test('whoever was asked may move or cancel though it is too late for others; after a move that is over', async () => {
  const studio = await openStudio(world);
  const [mine, other] = [
    await studio.as(1001)('bookings.create', slotAt(studio, '15:00', TUESDAY)),
    await studio.as(1002)('bookings.create', slotAt(studio, '12:00', TUESDAY)),
  ];
  const [third] = [await studio.as(1003)('bookings.create', slotAt(studio, '10:00', TUESDAY))];
  await world.setClock('2031-03-04T08:00:00Z');
  const move = (who: number, id: string, starts_at: string) => studio.as(who)('bookings.move', { id, starts_at });
  const late = await refusalOf(move(1002, other.id, '2031-03-05T12:00:00Z'));
  assert.equal(late.code, 'too_late_to_change', 'control: nobody has asked them');
  await studio.as(OWNER)('bookings.ask_to_move', { id: mine.id });
  await studio.as(OWNER)('bookings.ask_to_move', { id: third.id });
  const moved = await move(1001, mine.id, '2031-03-04T17:00:00Z');
  assert.equal(moved.starts_at, '2031-03-04T17:00:00Z');
  assert.equal(moved.changeable_until, '2031-03-03T17:00:00Z', 'nobody asked them to move it away from there');
  assert.equal((await refusalOf(move(1001, mine.id, '2031-03-05T15:00:00Z'))).code, 'too_late_to_change');
  const [notice] = await asksOf(mine.id);
  const gone = await world.backend.inTenant(studio.tenant_id, (tx) => prepare(tx, notice?.id ?? ''));
  assert.ok(!('message' in gone), 'what is about the time before is not told any more');
  assert.equal((await studio.as(1003)('bookings.cancel', { id: third.id })).status, 'cancelled');
});

test('who has no chat is named, and what is over or somebody else’s is not asked about', async () => {
  const studio = await openStudio(world);
  const unknown = await studio.program('bookings.create', {
    ...slotAt(studio, '15:00', TUESDAY),
    client: { name: 'Ada', phone: '+79161234567' },
  });
  assert.equal((await studio.as(OWNER)('bookings.ask_to_move', { id: unknown.id })).news, 'no_chat');
  await studio.as(OWNER)('bookings.cancel', { id: unknown.id });
  const ask = (who: number) => refusalOf(studio.as(who)('bookings.ask_to_move', { id: unknown.id }));
  assert.equal((await ask(OWNER)).code, 'booking_not_changeable');
  assert.equal((await ask(1001)).code, 'forbidden');
  const other = await openStudio(world);
  const foreign = await refusalOf(other.as(OWNER)('bookings.ask_to_move', { id: unknown.id }));
  const nobody = await refusalOf(
    other.as(OWNER)('bookings.ask_to_move', { id: '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b' }),
  );
  assert.deepEqual(foreign, nobody);
});
