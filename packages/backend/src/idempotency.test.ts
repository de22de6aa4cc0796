import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Booking } from '@okno/contract';
import { testBackend } from './test-support/backend.ts';
import { linkIn, signIn } from './test-support/sign-in.ts';
import { openStudio, refusalOf, type Studio } from './test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const slotOf = ({ service_id, specialist_id }: Studio, starts_at = '2031-03-04T10:00:00Z') => ({
  service_id,
  specialist_id,
  starts_at,
});
const bookingsOf = async ({ tenant_id }: Studio) =>
  (await world.rows('select 1 from bookings where tenant_id = $1', [tenant_id])).length;

test('fifty calls at once with one key make one booking and get one answer', async () => {
  const studio = await openStudio(world);
  // Known already: the first calls of a newcomer wait for each other anyway.
  await studio.as(1001)('people.me', {});
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => studio.as(1001)('bookings.create', slotOf(studio), { idempotency_key: 'once' })),
  );
  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
  assert.equal(await bookingsOf(studio), 1);
  const lines = await world.rows(
    `select 1 from audit_log where tenant_id = $1 and action = 'bookings.create' and outcome = 'done'`,
    [studio.tenant_id],
  );
  assert.equal(lines.length, 1);
});

test('an answer that was lost comes again, whatever has happened since', async () => {
  const studio = await openStudio(world);
  const ask = studio.as(1001);
  const create = () => ask('bookings.create', slotOf(studio), { idempotency_key: 'lost' });
  const booking = await create();
  await ask('bookings.cancel', { id: booking.id });
  assert.deepEqual(await create(), booking);
  assert.equal(await bookingsOf(studio), 1);
});

test('the order of the fields does not make another question, and without a key there are two', async () => {
  const studio = await openStudio(world);
  const ask = studio.as(1001);
  const slot = slotOf(studio);
  const turned = Object.fromEntries(Object.entries(slot).reverse()) as typeof slot;
  const first = await ask('bookings.create', slot, { idempotency_key: 'k' });
  assert.deepEqual(await ask('bookings.create', turned, { idempotency_key: 'k' }), first);
  assert.equal((await refusalOf(ask('bookings.create', slot))).code, 'slot_taken');
});

test('a key that comes with another body or another action is refused', async () => {
  const studio = await openStudio(world);
  const ask = studio.as(1001);
  const { id } = await ask('bookings.create', slotOf(studio), { idempotency_key: 'k' });
  const other = ask('bookings.create', slotOf(studio, '2031-03-04T12:00:00Z'), { idempotency_key: 'k' });
  assert.equal((await refusalOf(other)).code, 'idempotency_key_reused');
  const action = ask('bookings.cancel', { id }, { idempotency_key: 'k' });
  assert.equal((await refusalOf(action)).code, 'idempotency_key_reused');
  assert.equal(await bookingsOf(studio), 1);
});

test('the key of one caller says nothing to another, nor to another business', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const key = { idempotency_key: 'mine' };
  const booked: Booking[] = [
    await studio.as(1001)('bookings.create', slotOf(studio), key),
    await studio.as(1002)('bookings.create', slotOf(studio, '2031-03-04T12:00:00Z'), key),
    await other.as(1001)('bookings.create', slotOf(other), key),
  ];
  assert.equal(new Set(booked.map(({ id }) => id)).size, 3);
});

test('a key works for whoever signs in again, or comes with a session that is over', async () => {
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  const { ticket, link } = await ask('sign_in.start', {});
  const { code } = await studio.as(1001)('sign_in.take_code', { link: linkIn(link) });
  const wish = { ticket: ticket ?? '', code: code ?? '' };
  const open = () => ask('sessions.create', wish, { idempotency_key: 'open' });
  const opened = await open();
  assert.deepEqual(await open(), { ...opened, token: null }, 'the first one has ended the session that asks');
  const begin = () => ask('sign_in.start', {}, { idempotency_key: 'begin' });
  const begun = await begin();
  assert.deepEqual(await begin(), { ...begun, ticket: null });
});

test('a write that was refused does not use up its key', async () => {
  const studio = await openStudio(world);
  const key = { idempotency_key: 'again' };
  const { id } = await studio.as(1001)('bookings.create', slotOf(studio));
  const create = () => studio.as(1002)('bookings.create', slotOf(studio), key);
  assert.equal((await refusalOf(create())).code, 'slot_taken');
  await studio.as(1001)('bookings.cancel', { id });
  assert.equal((await create()).status, 'confirmed');
});

test('what is no key is refused and a long one is taken', async () => {
  const studio = await openStudio(world);
  const create = (idempotency_key: string) => studio.as(1001)('bookings.create', slotOf(studio), { idempotency_key });
  for (const key of ['', ' ', 'a b', 'k\n', 'ключ', 'k\u0000', 'k'.repeat(201)]) {
    const { code, params } = await refusalOf(create(key));
    assert.deepEqual([code, params['field']], ['invalid_input', 'idempotency_key'], JSON.stringify(key));
  }
  assert.equal((await create('k'.repeat(200))).status, 'confirmed');
});

test('answers older than thirty days go in the course of the writes that follow, and younger ones stay', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  for (const [{ tenant_id }, days] of [
    [studio, 31],
    [studio, 29],
    [other, 31],
  ] as const)
    await world.rows(
      `insert into idempotency_keys (tenant_id, caller, key, request_hash, answer, created_at)
        select $1, 'telegram:1', format('%s days %s', $2::int, n), '', '{}', timestamptz '2031-03-03 08:00Z' - $2 * interval '1 day'
        from generate_series(1, 60) n`,
      [tenant_id, days],
    );
  const remaining = async ({ tenant_id }: Studio) => {
    const rows = await world.rows<{ count: number }>(
      `select count(*)::int as count from idempotency_keys where tenant_id = $1 and caller = 'telegram:1'
        group by created_at order by created_at`,
      [tenant_id],
    );
    return rows.map(({ count }) => count);
  };
  assert.deepEqual(await remaining(studio), [60, 60]);
  for (let index = 0; index < 100; index += 1)
    await studio.as(1001)('people.set_reachable', { reachable: true }, { idempotency_key: `write-${index}` });
  assert.deepEqual([await remaining(studio), await remaining(other)], [[60], [60]]);
});
