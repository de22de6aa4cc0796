import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { attend, book, DAY, fillDay, offersOf, TWO_A_DAY, wait } from '../../test-support/waitlist.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

test('nobody waits for what is free: they are told the first times', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await book(studio, 1901, '10:00');
  const { code, params } = await refusalOf(wait(studio, 1001));
  assert.equal(code, 'slots_are_free');
  const starts = (params['nearest'] as { starts_at: string }[]).map(({ starts_at }) => starts_at);
  assert.deepEqual(starts, [`${DAY}T11:00:00Z`]);
  assert.equal((await wait(studio, 1001, { to_minute: 660 })).status, 'waiting', 'what is free is too late for them');
});

test('what makes no sense is refused by the name of the field', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const refused = async (wish: Parameters<typeof wait>[2]) => {
    const { code, params } = await refusalOf(wait(studio, 1001, wish));
    return `${code} ${params['field'] ?? ''}`.trim();
  };
  assert.equal(await refused({ from_day: '2031-03-05', to_day: DAY }), 'invalid_input to_day');
  assert.equal(await refused({ to_day: '2031-09-01' }), 'invalid_input to_day');
  assert.equal(await refused({ from_day: '2031-03-01', to_day: '2031-03-02' }), 'invalid_input to_day');
  assert.equal(await refused({ from_day: '2031-08-01', to_day: '2031-08-02' }), 'invalid_input from_day');
  assert.equal(await refused({ from_minute: 700, to_minute: 700 }), 'invalid_input to_minute');
  assert.equal(await refused({ specialist_id: randomUUID() }), 'not_found');
  const unknown = { service_id: randomUUID(), from_day: DAY, to_day: DAY };
  assert.equal((await refusalOf(studio.as(1001)('waitlist.join', unknown))).code, 'not_found');
});

test('nobody waits twice for the same, nor for more than five things', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const days = ['04', '05', '06', '07', '08', '09'].map((day) => `2031-03-${day}`);
  for (const [index, day] of days.entries())
    await fillDay({ ...studio, as: (who) => studio.as(who + index * 10) }, day);
  await wait(studio, 1001);
  assert.equal((await refusalOf(wait(studio, 1001))).code, 'already_waiting');
  assert.equal((await refusalOf(wait(studio, 1001, { to_day: '2031-03-05' }))).code, 'already_waiting');
  for (const day of days.slice(1, 5)) await wait(studio, 1001, { from_day: day, to_day: day });
  const sixth = { from_day: '2031-03-09', to_day: '2031-03-09' };
  const { code, params } = await refusalOf(wait(studio, 1001, sixth));
  assert.deepEqual([code, params['limit']], ['waitlist_limit_reached', 5]);
  const { id = '' } = (await studio.as(1001)('waitlist.list', {})).items[0] ?? {};
  await studio.as(1001)('waitlist.leave', { id });
  assert.equal((await wait(studio, 1001, sixth)).status, 'waiting');
});

test('of twenty attempts at once one waits', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await fillDay(studio);
  await studio.as(1001)('people.me', {});
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => wait(studio, 1001)));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await studio.as(1001)('waitlist.list', {})).total, 1);
});

test('staff and programs let a client wait; specialists only for themselves', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  await fillDay(studio);
  const wish = { service_id: studio.service_id, specialist_id: studio.specialist_id, from_day: DAY, to_day: DAY };
  const made = await studio.program('waitlist.join', { ...wish, client: { name: 'Olga', phone: '+4930123456' } });
  assert.equal(made.client.name, 'Olga');
  const again = studio.as(OWNER)('waitlist.join', { ...wish, client_id: made.client.id });
  assert.equal((await refusalOf(again)).code, 'already_waiting');
  const pia = { name: 'Pia', phone: '+4930999999' };
  const byColleague = studio.as(SPECIALIST + 1)('waitlist.join', { ...wish, client: pia });
  assert.equal((await refusalOf(byColleague)).code, 'forbidden');
  assert.equal((await studio.as(SPECIALIST)('waitlist.join', { ...wish, client: pia })).position, 2);
  assert.equal((await refusalOf(studio.as(1001)('waitlist.join', { ...wish, client: pia }))).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('waitlist.join', wish))).code, 'unauthenticated');
  assert.equal((await refusalOf(studio.program('waitlist.join', wish))).code, 'invalid_input');
});

test('clients see themselves, specialists who waits for them, the others all; what is not theirs does not exist', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  const [first] = await fillDay(studio);
  const { id } = await wait(studio, 1001);
  await wait(studio, 1002);
  const seen = async (who: number) => (await studio.as(who)('waitlist.list', {})).total;
  assert.deepEqual(
    [await seen(1001), await seen(SPECIALIST), await seen(SPECIALIST + 1), await seen(OWNER)],
    [1, 2, 0, 2],
  );
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  const offered = (await studio.as(1001)('waitlist.list', {})).items[0]?.offer?.booking_id ?? '';
  for (const who of [1002, SPECIALIST + 1])
    for (const asked of [id, offered])
      for (const name of ['waitlist.take', 'waitlist.decline', 'waitlist.leave'] as const) {
        const unknown = await refusalOf(studio.as(who)(name, { id: randomUUID() }));
        assert.deepEqual(await refusalOf(studio.as(who)(name, { id: asked })), unknown, `${who} ${name}`);
      }
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  assert.equal((await studio.as(OWNER)('waitlist.take', { id })).client.name, 'Person 1001');
});

test('a list has pages, and a place in the queue counts only those who want the same', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  await fillDay(studio);
  await fillDay({ ...studio, as: (who) => studio.as(who + 10) }, '2031-03-05');
  for (const who of [1001, 1002, 1003]) await wait(studio, who);
  const elsewhere = await wait(studio, 1004, { from_day: '2031-03-05', to_day: '2031-03-05' });
  assert.equal(elsewhere.position, 1);
  const page = await studio.program('waitlist.list', { page: 2, limit: 3 });
  assert.deepEqual([page.total, page.items.map(({ client }) => client.name)], [4, ['Person 1004']]);
  const beyond = await studio.program('waitlist.list', { page: 9, limit: 3 });
  assert.deepEqual([beyond.total, beyond.items], [4, []]);
});

test('another business sees nothing and changes nothing', async () => {
  const [studio, stranger] = [await openStudio(world, TWO_A_DAY), await openStudio(world, TWO_A_DAY)];
  const [first] = await fillDay(studio);
  await fillDay(stranger);
  const { id } = await wait(studio, 1001);
  await wait(stranger, 1001);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, stranger);
  assert.deepEqual(await offersOf(studio), [], 'their jobs do nothing here');
  await attend(world, studio);
  assert.deepEqual([await offersOf(studio), await offersOf(stranger)], [['1001 10:00'], []]);
  assert.equal((await stranger.program('waitlist.list', { status: 'all' })).total, 1);
  for (const name of ['waitlist.take', 'waitlist.decline', 'waitlist.leave'] as const) {
    const unknown = await refusalOf(stranger.program(name, { id: randomUUID() }));
    assert.deepEqual(await refusalOf(stranger.program(name, { id })), unknown, name);
  }
});

test('mine are those in which I am the client, whoever else waits for me', async () => {
  const studio = await openStudio(world, { ...TWO_A_DAY, specialists: 2 });
  await fillDay(studio);
  for (const [who, time] of [
    [1903, '10:00'],
    [1904, '11:00'],
  ] as const) {
    const slot = { ...slotAt(studio, time), specialist_id: studio.specialist_ids[1] ?? null };
    await studio.as(who)('bookings.create', slot);
  }
  await wait(studio, 1001);
  const mine = await wait(studio, SPECIALIST, { specialist_id: studio.specialist_ids[1] ?? null });
  const list = async (who: number, filter: object) =>
    (await studio.as(who)('waitlist.list', filter)).items.map(({ id }) => id);
  assert.equal((await list(SPECIALIST, {})).length, 2);
  assert.deepEqual(await list(SPECIALIST, { whose: 'mine' }), [mine.id]);
  assert.deepEqual(await list(OWNER, { whose: 'mine' }), []);
  const program = await refusalOf(studio.program('waitlist.list', { whose: 'mine' }));
  assert.deepEqual([program.code, program.params['field']], ['invalid_input', 'whose']);
  const other = await refusalOf(studio.as(SPECIALIST)('waitlist.list', { whose: 'mine', client_id: randomUUID() }));
  assert.deepEqual([other.code, other.params['field']], ['invalid_input', 'client_id']);
});

test('merged clients wait as one, and who is forgotten waits for nothing', async () => {
  const studio = await openStudio(world, TWO_A_DAY);
  const [first] = await fillDay(studio);
  const wish = { service_id: studio.service_id, specialist_id: studio.specialist_id, from_day: DAY, to_day: DAY };
  const written = await studio.program('waitlist.join', { ...wish, client: { name: 'Olga', phone: '+4930123456' } });
  const { client_id } = await studio.as(1001)('people.me', {});
  await studio.program('clients.merge', { id: client_id ?? '', other_id: written.client.id });
  assert.equal((await studio.as(1001)('waitlist.list', {})).items[0]?.id, written.id);
  await wait(studio, 1002);
  await studio.as(1901)('bookings.cancel', { id: first.id });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1001 10:00']);
  const { waitlist } = await studio.as(1001)('clients.export', { id: client_id ?? '' });
  assert.deepEqual(
    waitlist.map(({ service, from_day, status }) => [service, from_day, status]),
    [['Haircut', DAY, 'offered']],
  );
  await studio.as(1001)('clients.forget', { id: client_id ?? '' });
  await attend(world, studio);
  assert.deepEqual(await offersOf(studio), ['1002 10:00']);
  assert.equal((await studio.program('waitlist.list', { status: 'all' })).total, 1);
});
