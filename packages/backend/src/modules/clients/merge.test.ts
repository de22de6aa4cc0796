import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, test } from 'node:test';
import fc from 'fast-check';
import { MONDAY, type TestBackend, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, type Studio } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { completedVisit } from '../../test-support/visits.ts';
import { WAITING_FOR_LOCK } from '../../test-support/waiting.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const PHONE = '+79161234567';

const bookByPhone = (studio: Studio, time: string, phone = PHONE, name = 'Anna Petrova') =>
  studio.program('bookings.create', { ...slotAt(studio, time, '2031-03-05'), client: { name, phone } });

const merge = (studio: Studio, id: string, other_id: string) => studio.as(OWNER)('clients.merge', { id, other_id });

const idOf = async (studio: Studio, who: number): Promise<string> =>
  (await studio.as(who)('people.me', {})).client_id ?? '';

test('everything of the other goes to the one who remains', async () => {
  const studio = await openStudio(world);
  const visit = await completedVisit(world, studio);
  await studio.as(1001)('reviews.create', { id: visit.id, stars: 5, text: 'Good' });
  const { client } = await bookByPhone(studio, '10:00');
  const [id, other_id] = [client.id, visit.client.id];
  await studio.as(OWNER)('clients.set_tags', { id, tags: ['vip', 'old'] });
  await studio.as(OWNER)('clients.set_tags', { id: other_id, tags: ['vip', 'new'] });
  await studio.as(OWNER)('clients.add_note', { id: other_id, text: 'Likes tea' });
  const card = await merge(studio, id, other_id);
  assert.deepEqual(card.tags, ['new', 'old', 'vip']);
  assert.deepEqual([card.name, card.phone, card.telegram_id, card.upcoming], ['Anna Petrova', PHONE, 1001, 1]);
  assert.equal(card.record.completed, 1);
  const notes = (await studio.as(OWNER)('clients.list_notes', { id })).items.map(({ text }) => text);
  assert.deepEqual(notes.sort(), ['Likes tea', 'Merged with the card: Person 1001']);
  assert.equal((await refusalOf(studio.as(OWNER)('clients.get', { id: other_id }))).code, 'not_found');
  const [review] = (await studio.as(OWNER)('reviews.list', {})).items;
  assert.equal(review?.visit?.client.id, id);
  assert.equal(await idOf(studio, 1001), id, 'the person in Telegram is the one who remains');
  assert.equal((await studio.as(1001)('bookings.list', {})).total, 2);
  const history = await world.rows(
    `select actor, change, before, after from booking_history where booking_id = $1 order by id`,
    [visit.id],
  );
  assert.deepEqual(history.at(-1), {
    actor: `telegram:${OWNER}`,
    change: 'client_merged',
    before: { client_id: other_id },
    after: { client_id: id },
  });
  const audit = await world.rows(`select subject_id from audit_log where action = 'clients.merge'`);
  assert.deepEqual(audit.at(-1), { subject_id: id });
});

test('every table that knows clients is one that merging and forgetting think of', async () => {
  const tables = await world.rows<{ name: string }>(`
    select conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid = 'clients'::regclass order by 1`);
  assert.deepEqual(
    tables.map(({ name }) => name),
    [
      'bookings',
      'calendar_feeds',
      'client_merges',
      'client_notes',
      'client_tags',
      'reviews',
      'series',
      'waitlist_entries',
    ],
    'a new one is to be moved in merge.ts and in forget.ts',
  );
});

test('merging the same two again changes nothing, also at the same moment and the other way round', async () => {
  const studio = await openStudio(world);
  const [a, b] = [(await bookByPhone(studio, '10:00')).client.id, await idOf(studio, 1001)];
  const ends = await countOutcomes(Array.from({ length: 6 }, () => merge(studio, a, b)));
  assert.deepEqual(ends, { booked: 6 });
  assert.equal((await refusalOf(merge(studio, b, a))).code, 'not_found');
  assert.equal((await merge(studio, a, b)).upcoming, 1);
  const [c, d] = [(await bookByPhone(studio, '12:00', '+4930123456')).client.id, await idOf(studio, 1002)];
  const { booked = 0 } = await countOutcomes([merge(studio, c, d), merge(studio, d, c)]);
  assert.equal(booked, 1, 'one of them remains');
});

test('who was merged before belongs to the one who remains at last', async () => {
  const studio = await openStudio(world);
  const [a, b, c] = [
    (await bookByPhone(studio, '09:00', '+4930000001')).client.id,
    (await bookByPhone(studio, '10:00', '+4930000002')).client.id,
    (await bookByPhone(studio, '11:00', '+4930000003')).client.id,
  ].map(String) as [string, string, string];
  await merge(studio, b, a);
  await merge(studio, c, b);
  assert.equal((await merge(studio, c, a)).upcoming, 3);
});

test('nobody is merged with themselves, with a stranger, or with another person in Telegram', async () => {
  const [studio, elsewhere] = [await openStudio(world), await openStudio(world)];
  const [first, second] = [await idOf(studio, 1001), await idOf(studio, 1002)];
  assert.equal((await refusalOf(merge(studio, first, first))).params['field'], 'other_id');
  assert.deepEqual(await refusalOf(merge(studio, first, second)), {
    code: 'not_mergeable',
    params: { rule: 'both_have_telegram' },
  });
  const foreign = await idOf(elsewhere, 1001);
  assert.deepEqual(await refusalOf(merge(studio, first, foreign)), await refusalOf(merge(studio, first, randomUUID())));
});

test('of two seats in one session ahead the other’s is given back', async () => {
  const studio = await openStudio(world, { service: { capacity: 3 } });
  const own = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  const theirs = await bookByPhone(studio, '10:00');
  await merge(studio, own.client.id, theirs.client.id);
  const [session] = await world.rows('select seats_taken from reservations where tenant_id = $1', [studio.tenant_id]);
  assert.deepEqual(session, { seats_taken: 1 });
  assert.equal((await studio.program('bookings.get', { id: own.id })).status, 'confirmed');
  const given = await studio.program('bookings.get', { id: theirs.id });
  assert.deepEqual([given.status, given.client.id], ['cancelled', own.client.id]);
});

test('who sat on two chairs of one session was two people', async () => {
  const studio = await openStudio(world, { service: { capacity: 3 } });
  const own = await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-05'));
  const theirs = await bookByPhone(studio, '10:00');
  await world.rows(`update bookings set status = 'completed' where tenant_id = $1`, [studio.tenant_id]);
  const refusal = await refusalOf(merge(studio, own.client.id, theirs.client.id));
  assert.deepEqual(refusal, { code: 'not_mergeable', params: { rule: 'same_session' } });
  assert.equal((await studio.program('bookings.get', { id: theirs.id })).client.id, theirs.client.id);
});

test('more bookings ahead than one client may have all stay, and no further one is taken', async () => {
  const studio = await openStudio(world);
  for (const time of ['09:00', '10:00']) await bookByPhone(studio, time);
  const { client } = await bookByPhone(studio, '11:00');
  await studio.as(1001)('bookings.create', slotAt(studio, '12:00', '2031-03-05'));
  const card = await merge(studio, client.id, await idOf(studio, 1001));
  assert.equal(card.upcoming, 4);
  const refusal = await refusalOf(studio.as(1001)('bookings.create', slotAt(studio, '14:00', '2031-03-05')));
  assert.equal(refusal.code, 'booking_limit_reached');
});

test('who books while the client is merged gets a booking of the one who remains, or is told', async () => {
  for (let round = 0; round < 8; round += 1) {
    const studio = await openStudio(world, { specialists: 4 });
    const { client } = await bookByPhone(studio, '09:00');
    const id = await idOf(studio, 1001);
    const book = (index: number) =>
      studio.program('bookings.create', {
        service_id: studio.service_id,
        specialist_id: studio.specialist_ids[index] ?? null,
        starts_at: '2031-03-05T12:00:00Z',
        client_id: client.id,
      });
    const ends = await countOutcomes([book(0), merge(studio, id, client.id), book(1), book(2)]);
    for (const code of Object.keys(ends))
      assert.ok(['booked', 'client_changed', 'not_found', 'booking_limit_reached'].includes(code), code);
    const rows = await world.rows<{ client_id: string }>('select client_id from bookings where tenant_id = $1', [
      studio.tenant_id,
    ]);
    assert.deepEqual(new Set(rows.map(({ client_id }) => client_id)), new Set([id]));
    assert.equal(rows.length, ends['booked'], 'the merge itself stands for the first booking');
  }
});

/** A booking that has read its client and waits for the specialist, while the merge goes past it. */
const bookAcrossMerge = async (here: TestBackend) => {
  const studio = await openStudio(here);
  const { client } = await bookByPhone(studio, '09:00');
  const id = await idOf(studio, 1001);
  const holder = await here.pool.connect();
  const key = 'hashtextextended($1, 1)';
  try {
    await holder.query(`select pg_advisory_lock(${key})`, [studio.tenant_id + studio.specialist_id]);
    const late = studio.program('bookings.create', { ...slotAt(studio, '12:00', '2031-03-05'), client_id: client.id });
    const ends = Promise.allSettled([late]);
    await until('somebody waits', async () => {
      const waiting = await here.rows(WAITING_FOR_LOCK);
      return waiting.length > 0;
    });
    await merge(studio, id, client.id);
    await holder.query(`select pg_advisory_unlock(${key})`, [studio.tenant_id + studio.specialist_id]);
    const [end] = await ends;
    return { studio, id, late, lost: client.id, end };
  } finally {
    holder.release(true);
  }
};

test('a booking that waits for the merge is refused, and nothing is booked for a client who is gone', async () => {
  const { studio, id, late } = await bookAcrossMerge(world);
  assert.equal((await refusalOf(late)).code, 'client_changed');
  assert.equal((await studio.program('bookings.list', { client_id: id })).total, 1);
});

test('control: without the foreign key the same booking belongs to nobody', async (t) => {
  const broken = await testBackend(t);
  await broken.rows('alter table bookings drop constraint bookings_tenant_id_client_id_fkey');
  const { lost, end } = await bookAcrossMerge(broken);
  assert.equal(end?.status, 'fulfilled');
  assert.equal((await broken.rows('select 1 from bookings where client_id = $1', [lost])).length, 1);
});

/** A client with a visit, and three cards by telephone that are to become one with them. */
const openFamily = async () => {
  const studio = await openStudio(world, { specialists: 4 });
  const visit = await completedVisit(world, studio);
  const book = (time: string, index: number) => bookByPhone(studio, time, `+493000000${index}`);
  const [a, b, c] = [await book('09:00', 0), await book('10:30', 1), await book('12:00', 2)];
  const own = visit.client.id;
  const { program } = studio;
  const owner = studio.as(OWNER);
  const late = { ...slotAt(studio, '16:00', '2031-03-05'), client_id: c.client.id };
  const works: readonly (() => Promise<unknown>)[] = [
    ...[a, b, c].map(
      ({ client }) =>
        () =>
          merge(studio, own, client.id),
    ),
    () => merge(studio, a.client.id, b.client.id),
    () => studio.as(1001)('reviews.create', { id: visit.id, stars: 5 }),
    () => owner('clients.add_note', { id: b.client.id, text: 'x' }),
    () => owner('clients.set_tags', { id: c.client.id, tags: ['x'] }),
    () => program('bookings.cancel', { id: a.id }),
    () => studio.as(1001)('bookings.create', slotAt(studio, '15:00', '2031-03-05')),
    () => program('bookings.create', late),
  ];
  return { studio, works, ids: [own, a.client.id, b.client.id, c.client.id] };
};

const EXPECTED = ['booked', 'not_found', 'client_changed', 'booking_limit_reached'];

test('merging, booking, cancelling, reviewing and noting at once break nothing and lose nothing', async () => {
  const order = fc.shuffledSubarray(
    Array.from({ length: 10 }, (_, index) => index),
    { minLength: 10 },
  );
  const check = async (indexes: readonly number[]) => {
    const { studio, works, ids } = await openFamily();
    const ends = await countOutcomes(indexes.map((index) => works[index]?.() ?? Promise.resolve()));
    assert.deepEqual(
      Object.keys(ends).filter((code) => !EXPECTED.includes(code)),
      [],
    );
    const strays = await world.rows(
      `select 1 from bookings join reviews on booking_id = bookings.id
        where bookings.tenant_id = $1 and reviews.client_id <> bookings.client_id`,
      [studio.tenant_id],
    );
    assert.deepEqual(strays, [], 'a review belongs to whose visit it was');
    const [found] = await world.rows(
      `select (select count(*)::int from clients where tenant_id = $1 and id = any($2))
          + (select count(*)::int from client_merges where tenant_id = $1) as clients,
        (select count(*) >= 4 from bookings where tenant_id = $1) as all_booked`,
      [studio.tenant_id, ids],
    );
    assert.deepEqual(found, { clients: 4, all_booked: true }, 'every client is there or was merged');
  };
  await fc.assert(fc.asyncProperty(order, check), { numRuns: 6 });
});
