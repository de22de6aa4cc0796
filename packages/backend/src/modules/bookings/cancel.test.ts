import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

/** Wednesday at ten: two days ahead. */
const book = (studio: Studio, who = 1001) => studio.as(who)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));

test('a cancelled booking frees its time at once and keeps its history', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  const cancelled = await studio.as(1001)('bookings.cancel', { id, reason: 'Ill' });
  assert.equal(cancelled.status, 'cancelled');
  const history = await world.rows(
    'select actor, change, reason from booking_history where booking_id = $1 order by id',
    [id],
  );
  assert.deepEqual(history, [
    { actor: 'telegram:1001', change: 'created', reason: null },
    { actor: 'telegram:1001', change: 'cancelled', reason: 'Ill' },
  ]);
  assert.notEqual((await book(studio, 1002)).id, id);
});

test('a client may cancel until 24 hours before the start and not after', async () => {
  const studio = await openStudio(world);
  await world.rows(`update tenants set phone = '+4930123456' where tenant_id = $1`, [studio.tenant_id]);
  const [early, late] = [
    await book(studio),
    await studio.as(1001)('bookings.create', slotAt(studio, '12:00', '2031-03-05')),
  ];
  await world.setClock('2031-03-04T09:59:57Z');
  await studio.as(1001)('bookings.cancel', { id: early.id });
  await world.setClock('2031-03-04T12:00:00.001Z');
  assert.deepEqual(await refusalOf(studio.as(1001)('bookings.cancel', { id: late.id })), {
    code: 'too_late_to_change',
    params: { changeable_until: '2031-03-04T12:00:00Z', phone: '+4930123456' },
  });
});

test('the specialist, the owner and programs may cancel later', async () => {
  const studio = await openStudio(world);
  for (const by of [studio.as(SPECIALIST), studio.as(OWNER), studio.program]) {
    await world.setClock(MONDAY);
    const { id } = await book(studio);
    await world.setClock('2031-03-05T09:59:00Z');
    assert.equal((await by('bookings.cancel', { id })).status, 'cancelled');
  }
});

test('a specialist who is the client of a colleague is bound like any client', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { id } = await book(studio, SPECIALIST + 1);
  await world.setClock('2031-03-05T09:00:00Z');
  assert.equal((await refusalOf(studio.as(SPECIALIST + 1)('bookings.cancel', { id }))).code, 'too_late_to_change');
});

test("somebody else's booking looks exactly like one that does not exist", async () => {
  const [studio, other] = [await openStudio(world, { specialists: 2 }), await openStudio(world)];
  const { id } = await book(studio);
  const strangers = [
    studio.as(1002),
    studio.as(SPECIALIST + 1),
    other.as(1001),
    other.as(OWNER),
    other.as(SPECIALIST),
    other.program,
  ];
  for (const [index, stranger] of strangers.entries())
    for (const name of ['bookings.get', 'bookings.cancel'] as const) {
      const foreign = await refusalOf(stranger(name, { id }));
      assert.deepEqual(foreign, await refusalOf(stranger(name, { id: randomUUID() })), `${index} ${name}`);
      assert.equal(foreign.code, 'not_found');
    }
  assert.equal((await studio.as(1001)('bookings.get', { id })).status, 'confirmed');
});

test('a list holds what one may see: clients theirs, specialists what they give, the owner all', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const other = studio.specialist_ids[1] ?? '';
  const first = await book(studio);
  const second = await studio.as(1002)('bookings.create', {
    ...slotAt(studio, '11:00', '2031-03-05'),
    specialist_id: other,
  });
  const seen = async (by: Studio['program'], filter = {}) => {
    const { items, total } = await by('bookings.list', filter);
    assert.equal(total, items.length);
    return items.map(({ id }) => id);
  };
  assert.deepEqual(await seen(studio.as(1001)), [first.id]);
  const foreign = await refusalOf(studio.as(1001)('bookings.list', { client_id: second.client.id }));
  assert.deepEqual([foreign.code, foreign.params['field']], ['invalid_input', 'client_id'], 'a filter opens nothing');
  assert.deepEqual(await seen(studio.as(1001), { specialist_id: other }), []);
  assert.deepEqual(await seen(studio.as(SPECIALIST + 1)), [second.id]);
  assert.deepEqual(await seen(studio.as(OWNER)), [first.id, second.id]);
  assert.deepEqual(await seen(studio.program, { status: 'cancelled' }), []);
});

test('of ten taps on cancel one does it and the others find it done', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  const taps = Array.from({ length: 10 }, () => studio.as(1001)('bookings.cancel', { id }));
  assert.deepEqual(await countOutcomes(taps), { booked: 1, booking_not_changeable: 9 });
  assert.equal((await world.rows('select 1 from booking_history where booking_id = $1', [id])).length, 2);
});

test('a visit that is over cannot be cancelled, not even by the owner', async () => {
  const studio = await openStudio(world);
  const { id } = await book(studio);
  await world.rows(`update bookings set status = 'completed' where id = $1`, [id]);
  assert.equal((await refusalOf(studio.as(OWNER)('bookings.cancel', { id }))).code, 'booking_not_changeable');
});
