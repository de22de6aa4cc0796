import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

test('absences and appointments are shown to programs, to the owner and to the specialist whose they are', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const { guest, as, program, specialist_id } = studio;
  const questions = [
    ['scheduling.day', { specialist_id, date: '2031-03-04' }],
    ['scheduling.range', { specialist_id, from: '2031-03-04', to: '2031-03-05' }],
  ] as const;
  for (const [name, input] of questions) {
    const ask = (who: typeof guest) => who(name, input as never);
    for (const who of [program, as(OWNER), as(SPECIALIST)]) assert.equal((await ask(who)).time_zone, 'UTC');
    assert.equal((await refusalOf(ask(guest))).code, 'unauthenticated');
    for (const who of [as(1001), as(SPECIALIST + 1)]) assert.equal((await refusalOf(ask(who))).code, 'forbidden');
  }
});

test('who asks for the bookings of somebody else on their own side is refused by name', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [mine = '', colleague = ''] = studio.specialist_ids;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  await studio.as(1002)('bookings.create', slotAt(studio, '12:00'));
  const client = studio.as(1001);
  const specialist = studio.as(SPECIALIST);
  const stranger = { client_id: colleague };
  for (const [call, field] of [
    [() => client('bookings.list', stranger), 'client_id'],
    [() => client('bookings.list', { whose: 'mine', ...stranger }), 'client_id'],
    [() => specialist('bookings.list', { specialist_id: colleague }), 'specialist_id'],
    [() => specialist('bookings.list', { whose: 'given', specialist_id: colleague }), 'specialist_id'],
    [() => specialist('bookings.list', { whose: 'mine', client_id: booking.client.id }), 'client_id'],
  ] as const) {
    const { code, params } = await refusalOf(call());
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
  const totals = [
    await client('bookings.list', { client_id: booking.client.id }),
    await client('bookings.list', { specialist_id: mine }),
    await client('bookings.list', { specialist_id: colleague }),
    await specialist('bookings.list', { specialist_id: mine, client_id: booking.client.id }),
  ].map(({ total }) => total);
  assert.deepEqual(totals, [1, 1, 0, 1]);
});

test('bookings are found between instants of any offset, and an offset of no clock is refused by name', async () => {
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', { ...slotAt(studio, '10:00'), starts_at: '2031-03-04T13:00:00+03:00' });
  const total = async (from: string, to: string) => (await studio.program('bookings.list', { from, to })).total;
  assert.equal(await total('2031-03-04T13:30:00+03:00', '2031-03-04T14:00:00+03:00'), 1);
  assert.equal(await total('2031-03-04T14:00:00+03:00', '2031-03-04T15:00:00+03:00'), 0);
  for (const field of ['from', 'to']) {
    const { code, params } = await refusalOf(studio.program('bookings.list', { [field]: '2031-03-04T10:00:00+20:00' }));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
});

test('the agenda of a day holds all its bookings, however many there are and were cancelled', async () => {
  const studio = await openStudio(world, { service: { capacity: 500 } });
  const { id } = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  // A morning of many cancellations and an evening of many guests.
  await world.rows(
    `with guest as (
      insert into clients (tenant_id, name) select $1, 'Guest ' || n from generate_series(1, 500) n returning id, name)
    insert into bookings (tenant_id, service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at,
      price_minor, currency)
    select $1, service_id, specialist_id, guest.id, case when early then null else reservation_id end,
      case when early then 'cancelled' else 'confirmed' end, starts_at - early::int * interval '30 minutes', ends_at, price_minor, currency
    from bookings, (select *, substr(name, 7)::int <= 230 as early from guest) guest
    where bookings.tenant_id = $1 and bookings.id = $2`,
    [studio.tenant_id, id],
  );
  const { bookings } = await studio.as(SPECIALIST)('bookings.agenda', { date: '2031-03-04' });
  assert.equal(bookings.length, 271);
  assert.equal(new Set(bookings.map((booking) => booking.id)).size, 271);
  assert.deepEqual([...new Set(bookings.map(({ status }) => status))], ['confirmed']);
});
