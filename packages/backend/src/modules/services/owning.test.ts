import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const NOBODY = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
const NEW = { name: 'Massage', duration_minutes: 90 };
const slotsOf = async ({ guest }: Studio, wanted: { service_id: string; specialist_id?: string }) =>
  (await guest('scheduling.free_slots_day', { ...wanted, date: '2031-03-04' })).slots;

test('a new service is offered by whoever gives it, with a duration and a price of their own', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const owner = studio.as(OWNER);
  const [first = '', second = ''] = studio.specialist_ids;
  const card = await owner('services.create', {
    ...NEW,
    price_minor: 300_000,
    step_minutes: 45,
    translations: { ru: { name: 'Массаж' } },
  });
  assert.deepEqual([card.currency, card.active, card.capacity, card.horizon_days], ['EUR', true, 1, 60]);
  assert.deepEqual(await owner('services.card', { id: card.id }), card);
  const of = { service_id: card.id };
  assert.equal((await refusalOf(slotsOf(studio, of))).code, 'not_found', 'nobody gives it yet');
  const whoSeeIt = async () => {
    const lists = {
      guest: studio.guest,
      client: studio.as(1001),
      staff: studio.as(SPECIALIST),
      program: studio.program,
    };
    const seen = Object.entries(lists).map(async ([who, ask]) => {
      const { items, total } = await ask('services.list', {});
      assert.equal(items.length, total);
      return items.some(({ id }) => id === card.id) ? who : '';
    });
    return (await Promise.all(seen)).filter((who) => who !== '');
  };
  assert.deepEqual(await whoSeeIt(), ['staff', 'program'], 'nobody is offered what nobody gives');
  await owner('services.set_giver', { id: card.id, specialist_id: first });
  assert.deepEqual(await whoSeeIt(), ['guest', 'client', 'staff', 'program']);
  const own = { duration_minutes: 30, price_minor: 100_000 };
  const giver = await owner('services.set_giver', { id: card.id, specialist_id: second, ...own });
  assert.deepEqual(giver, { id: card.id, specialist_id: second, ...own });
  const lengths = async (specialist_id: string) => {
    const [slot] = await slotsOf(studio, { ...of, specialist_id });
    return (Date.parse(slot?.ends_at ?? '') - Date.parse(slot?.starts_at ?? '')) / 60_000;
  };
  assert.deepEqual([await lengths(first), await lengths(second)], [90, 30]);
  const booking = await studio.as(1001)('bookings.create', {
    ...slotAt(studio, '09:00'),
    ...of,
    specialist_id: second,
  });
  assert.equal(booking.price_minor, 100_000);
  await owner('services.set_giver', { id: card.id, specialist_id: second });
  assert.equal(await lengths(second), 90);
  assert.deepEqual((await studio.as(SPECIALIST)('services.givers', { id: card.id })).items.length, 2);
  await owner('services.remove_giver', { id: card.id, specialist_id: second });
  assert.equal((await refusalOf(slotsOf(studio, { ...of, specialist_id: second }))).code, 'not_found');
  assert.equal(
    (await studio.as(1001)('bookings.get', { id: booking.id })).price_minor,
    100_000,
    'what is booked stays',
  );
});

test('a change holds for what is booked from now on, and what is booked keeps its time and price', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const changes = { price_minor: 500_000, duration_minutes: 120, currency: 'USD', buffer_before_minutes: 15 };
  const card = await owner('services.update', { id: studio.service_id, ...changes });
  assert.deepEqual({ ...card, ...changes }, card);
  assert.deepEqual(await owner('services.card', { id: studio.service_id }), card);
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: booking.id }), booking);
  const next = await studio.as(1002)('bookings.create', slotAt(studio, '12:30'));
  assert.deepEqual([next.price_minor, next.currency, next.ends_at], [500_000, 'USD', '2031-03-04T14:30:00Z']);
  assert.deepEqual(await owner('services.update', { id: studio.service_id }), card, 'nothing named, nothing changed');
});

test('an archived service is offered no more, what is booked stays and can be cancelled, and it can come back', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const id = studio.service_id;
  const booking = await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  assert.equal((await owner('services.archive', { id })).active, false);
  assert.equal((await studio.guest('services.list', {})).total, 0);
  assert.equal((await refusalOf(studio.guest('services.get', { id }))).code, 'not_found');
  assert.equal((await refusalOf(studio.as(1002)('bookings.create', slotAt(studio, '12:00')))).code, 'not_found');
  assert.deepEqual(await studio.as(1001)('bookings.get', { id: booking.id }), booking);
  assert.equal((await studio.as(1001)('bookings.list', {})).total, 1);
  assert.equal((await studio.as(1001)('bookings.cancel', { id: booking.id })).status, 'cancelled');
  assert.equal((await owner('services.restore', { id })).active, true);
  await studio.as(1002)('bookings.create', slotAt(studio, '12:00'));
});

for (const [what, more, field] of [
  ['a duration of nothing', { duration_minutes: 0 }, 'duration_minutes'],
  ['a duration of 25 hours', { duration_minutes: 1500 }, 'duration_minutes'],
  ['a duration of 61 minutes', { duration_minutes: 61 }, 'duration_minutes'],
  ['a step of 7 minutes', { step_minutes: 7 }, 'step_minutes'],
  ['a negative price', { price_minor: -1 }, 'price_minor'],
  ['half a cent', { price_minor: 0.5 }, 'price_minor'],
  ['a deposit above the price', { price_minor: 100, deposit_minor: 101 }, 'deposit_minor'],
  ['a currency that is none', { currency: 'euro' }, 'currency'],
  ['no seat', { capacity: 0 }, 'capacity'],
  ['no name', { name: '  ' }, 'name'],
  ['a language nobody speaks here', { translations: { de: { name: 'Massage' } } }, 'translations'],
  ['a field nobody knows', { active: false }, 'active'],
] as const) {
  test(`a service with ${what} is refused by name, when it is made and when it is changed`, async () => {
    const studio = await openStudio(world);
    const owner = studio.as(OWNER);
    const card = await owner('services.card', { id: studio.service_id });
    const made = await refusalOf(owner('services.create', { ...NEW, ...more } as never));
    const changed = await refusalOf(owner('services.update', { id: studio.service_id, ...more } as never));
    for (const { code, params } of [made, changed])
      assert.deepEqual([code, String(params['field']).split('.')[0]], ['invalid_input', field]);
    assert.equal((await studio.guest('services.list', {})).total, 1);
    assert.deepEqual(await owner('services.card', { id: studio.service_id }), card);
  });
}

test('a price below the deposit that stands is refused, too', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  await owner('services.update', { id: studio.service_id, deposit_minor: 250_000 });
  const { code, params } = await refusalOf(owner('services.update', { id: studio.service_id, price_minor: 249_999 }));
  assert.deepEqual([code, params['field']], ['invalid_input', 'deposit_minor']);
});

test('a deposit is at most what every specialist asks for it', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const owner = studio.as(OWNER);
  const { service_id: id, specialist_id } = studio;
  await owner('services.update', { id, deposit_minor: 100_000 });
  const cheap = (price_minor: number | null) => owner('services.set_giver', { id, specialist_id, price_minor });
  const { code, params } = await refusalOf(cheap(99_999));
  assert.deepEqual([code, params['field']], ['invalid_input', 'price_minor']);
  await cheap(100_000);
  const raised = await refusalOf(owner('services.update', { id, deposit_minor: 100_001 }));
  assert.deepEqual([raised.code, raised.params['field']], ['invalid_input', 'deposit_minor']);
  await cheap(null);
  assert.equal((await owner('services.update', { id, deposit_minor: 100_001 })).deposit_minor, 100_001);
});

test('a deposit and a price of one’s own that come at once never contradict each other', async () => {
  for (let round = 0; round < 10; round += 1) {
    const studio = await openStudio(world);
    const owner = studio.as(OWNER);
    const { service_id: id, specialist_id } = studio;
    await owner('people.me', {});
    await Promise.allSettled([
      owner('services.update', { id, deposit_minor: 200_000 }),
      owner('services.set_giver', { id, specialist_id, price_minor: 150_000 }),
    ]);
    const [card, givers] = await Promise.all([owner('services.card', { id }), owner('services.givers', { id })]);
    const own = givers.items[0]?.price_minor ?? card.price_minor;
    assert.ok(card.deposit_minor <= own, `${card.deposit_minor} of ${own}`);
  }
});

test('every length and step that is a multiple of five minutes is taken', async () => {
  const studio = await openStudio(world);
  for (const [duration_minutes, step_minutes] of [
    [5, 5],
    [1440, 1440],
    [85, 35],
    [60, 25],
    [90, 90],
  ] as const) {
    const card = await studio.as(OWNER)('services.create', { ...NEW, duration_minutes, step_minutes });
    assert.deepEqual([card.duration_minutes, card.step_minutes], [duration_minutes, step_minutes]);
  }
});

test('services are the owner’s: nobody else changes them, and those of another business are nobody’s', async () => {
  const [studio, stranger] = [await openStudio(world), await openStudio(world)];
  await world.rows("insert into staff (tenant_id, telegram_id, name, role) values ($1, 4001, 'Mo', 'moderator')", [
    studio.tenant_id,
  ]);
  const create = (telegram_id: number) => refusalOf(studio.as(telegram_id)('services.create', NEW));
  for (const person of [1001, SPECIALIST, 4001]) assert.equal((await create(person)).code, 'forbidden');
  assert.equal((await refusalOf(studio.guest('services.create', NEW))).code, 'unauthenticated');
  const owner = studio.as(OWNER);
  const foreign = (id: string, specialist_id: string) =>
    Promise.all(
      [
        owner('services.card', { id }),
        owner('services.update', { id, price_minor: 1 }),
        owner('services.archive', { id }),
        owner('services.restore', { id }),
        owner('services.givers', { id }),
        owner('services.set_giver', { id, specialist_id }),
        owner('services.remove_giver', { id, specialist_id }),
        owner('services.set_giver', { id: studio.service_id, specialist_id }),
        owner('services.remove_giver', { id: studio.service_id, specialist_id }),
      ].map(refusalOf),
    );
  const before = await stranger.as(OWNER)('services.card', { id: stranger.service_id });
  const refused = await foreign(stranger.service_id, stranger.specialist_id);
  assert.deepEqual(refused, await foreign(NOBODY, NOBODY));
  for (const { code } of refused) assert.equal(code, 'not_found');
  assert.deepEqual(await stranger.as(OWNER)('services.card', { id: stranger.service_id }), before);
});
