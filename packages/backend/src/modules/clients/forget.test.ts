import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { countOutcomes, slotAt } from '../../test-support/bookings.ts';
import { weekly } from '../../test-support/series.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';
import { completedVisit } from '../../test-support/visits.ts';

const world = await testBackend({ after });

afterEach(async () => {
  await world.setClock(MONDAY);
  assert.deepEqual(world.faults.splice(0), [], 'nothing broke');
});

const TELEGRAM_ID = 1_234_567;
const PHONE = '+4930987654';

/** A client with everything a client can have. */
const fullClient = async (studio: Studio) => {
  const me = studio.as(TELEGRAM_ID);
  await me('clients.link_phone', { phone: PHONE, contact_user_id: TELEGRAM_ID });
  await me('people.update_me', { name: 'Zenobia Quux' });
  const visit = await completedVisit(world, studio, { who: TELEGRAM_ID });
  await me('reviews.create', { id: visit.id, stars: 4, text: 'Zenobia was here' });
  const ahead = await me('bookings.create', {
    ...slotAt(studio, '10:00', '2031-03-06'),
    message: { chat_id: TELEGRAM_ID, message_id: 5 },
  });
  const { id } = ahead.client;
  const owner = studio.as(OWNER);
  await owner('clients.update', { id, email: 'zenobia@example.org' });
  await owner('clients.set_tags', { id, tags: ['quux'] }, { idempotency_key: 'answered' });
  await owner('clients.add_note', { id, text: 'Zenobia likes tea' });
  return { me, id, visit, ahead };
};

test('series, waiting, and the addresses of their calendar are among it', async () => {
  const studio = await openStudio(world);
  const { id } = (await studio.as(1001)('bookings.create', slotAt(studio, '15:00'))).client;
  const { client: _client, ...lesson } = weekly(studio, { client_id: id, note: 'Pays late' });
  const series = await studio.as(OWNER)('series.create', lesson);
  const { path: _path, ...feed } = await studio.as(1001)('calendars.feed_create', {});
  const all = await studio.as(1001)('clients.export', { id });
  assert.deepEqual(
    all.series.map((one) => [one.id, one.rrule, one.starts_at_local, one.specialist]),
    [[series.id, 'FREQ=WEEKLY;BYDAY=TU', '2031-03-04T10:00:00', 'Specialist 1']],
  );
  assert.deepEqual(
    all.calendars.map((one) => [one.id, one.revoked_at]),
    [[feed.id, null]],
  );
  assert.ok(!JSON.stringify(all).includes('Pays late'), 'what the staff noted is the staff’s');
  const nobody = await studio.as(1002)('people.me', {});
  const none = await studio.as(1002)('clients.export', { id: nobody.client_id ?? '' });
  assert.deepEqual([none.series, none.calendars, none.waitlist], [[], [], []]);
});

test('every table that names a client is thought of in their copy', async () => {
  const tables = await world.rows<{ name: string }>(`
    select conrelid::regclass::text as name from pg_constraint
    where contype = 'f' and confrelid = 'clients'::regclass order by 1`);
  const told = ['bookings', 'calendar_feeds', 'reviews', 'series', 'waitlist_entries'];
  const of_the_staff = ['client_merges', 'client_notes', 'client_tags'];
  assert.deepEqual(
    tables.map(({ name }) => name),
    [...told, ...of_the_staff].sort(),
  );
});

test('a client takes away all that is kept about them, and only they and the administrator can', async () => {
  const studio = await openStudio(world);
  const { me, id, visit, ahead } = await fullClient(studio);
  const all = await me('clients.export', { id });
  assert.deepEqual(
    [all.name, all.phone, all.email, all.telegram_id],
    ['Zenobia Quux', PHONE, 'zenobia@example.org', TELEGRAM_ID],
  );
  assert.deepEqual(
    all.bookings.map((one) => [one.id, one.status]),
    [
      [visit.id, 'completed'],
      [ahead.id, 'confirmed'],
    ],
  );
  assert.deepEqual(
    all.reviews.map(({ stars, text }) => [stars, text]),
    [[4, 'Zenobia was here']],
  );
  assert.deepEqual(
    all.chats.map(({ bot_id }) => bot_id),
    [studio.bot_id],
  );
  assert.ok(all.notifications.length > 3);
  assert.ok(!JSON.stringify(all).includes('tea'), 'what the staff noted is the staff’s');
  assert.deepEqual(await studio.as(OWNER)('clients.export', { id }), all);
  for (const who of [studio.as(1001), studio.as(SPECIALIST)])
    for (const name of ['clients.export', 'clients.forget'] as const)
      assert.equal((await refusalOf(who(name, { id }))).code, 'not_found', name);
});

const mentions = (table: string, tenant_id: string, word: string) =>
  world.rows(`select 1 from ${table} as one where tenant_id = $1 and one::text ilike $2 limit 1`, [
    tenant_id,
    `%${word}%`,
  ]);

/** The places where a word still stands, in any column of any table; as the superuser, who sees all. */
const placesOf = async ({ tenant_id }: Studio, word: string): Promise<string[]> => {
  const tables = await world.rows<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'migrations' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) if ((await mentions(name, tenant_id, word)).length > 0) found.push(name);
  return found;
};

test('who is forgotten leaves no name, number, word or chat behind', async () => {
  const studio = await openStudio(world);
  const { me, id } = await fullClient(studio);
  for (const word of ['zenobia', 'quux', PHONE, String(TELEGRAM_ID)])
    assert.notDeepEqual(await placesOf(studio, word), [], `control: ${word} is found before`);
  assert.deepEqual(await me('clients.forget', { id }), { id });
  for (const word of ['zenobia', 'quux', PHONE]) assert.deepEqual(await placesOf(studio, word), [], word);
  // Who acted stays in the two logs that can only be added to, as a bare number.
  assert.deepEqual(await placesOf(studio, String(TELEGRAM_ID)), ['audit_log', 'booking_history']);
});

test('remembered answers go that tell a note of theirs, or of somebody who was merged into them', async () => {
  const studio = await openStudio(world);
  const { me, id } = await fullClient(studio);
  const owner = studio.as(OWNER);
  const keyed = (key: string) => ({ idempotency_key: key });
  const early = await owner('clients.create', { name: 'Zenobia Q.', phone: '+4930111111' }, keyed('early'));
  const other = await owner('clients.create', { name: 'Quuxine', phone: '+4930222222' }, keyed('other'));
  await owner('clients.add_note', { id: other.id, text: 'Zenobia too' }, keyed('note'));
  const { id: note_id } = await owner('clients.add_note', { id, text: 'Zenobia once' }, keyed('gone'));
  await owner('clients.delete_note', { id, note_id });
  await owner('clients.merge', { id: other.id, other_id: early.id }, keyed('merge'));
  await owner('clients.merge', { id, other_id: other.id });
  await owner('clients.create', { name: 'Nobody of theirs' }, keyed('stays'));
  assert.ok((await placesOf(studio, 'zenobia')).includes('idempotency_keys'), 'control');
  await me('clients.forget', { id });
  for (const word of ['zenobia', 'quux']) assert.deepEqual(await placesOf(studio, word), [], word);
  const kept = await world.rows('select key from idempotency_keys where tenant_id = $1', [studio.tenant_id]);
  assert.deepEqual(kept, [{ key: 'stays' }]);
});

test('what was booked and paid stays, of a client of whom nothing is known', async () => {
  const studio = await openStudio(world);
  const { me, id, visit, ahead } = await fullClient(studio);
  await me('clients.forget', { id });
  const past = await studio.program('bookings.get', { id: visit.id });
  assert.deepEqual([past.status, past.price_minor, past.client.name], ['completed', 250_000, 'deleted']);
  assert.equal((await studio.program('bookings.get', { id: ahead.id })).status, 'cancelled');
  const [review] = (await studio.guest('reviews.list', {})).items;
  assert.deepEqual([review?.stars, review?.text, review?.author], [4, '', 'deleted']);
  assert.equal((await studio.as(OWNER)('clients.list', {})).total, 0);
  const card = await studio.as(OWNER)('clients.get', { id: past.client.id });
  assert.ok(card.forgotten_at);
  const note = { id: card.id, text: 'It was Zenobia' };
  assert.equal((await refusalOf(studio.as(OWNER)('clients.add_note', note))).code, 'not_found');
  const again = { ...slotAt(studio, '12:00', '2031-03-06'), client_id: card.id };
  assert.equal((await refusalOf(studio.program('bookings.create', again))).code, 'not_found');
});

test('the specialist hears that the visit is off, and the time is free again', async () => {
  const studio = await openStudio(world);
  await studio.as(SPECIALIST)('people.me', {});
  const { me, id, ahead } = await fullClient(studio);
  await me('clients.forget', { id });
  const told = await world.rows(`select audience from notifications where subject_id = $1 and status = 'pending'`, [
    ahead.id,
  ]);
  assert.deepEqual(told, [{ audience: 'specialist' }]);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00', '2031-03-06'));
});

test('a visit too near to cancel has to take place first, unless the administrator decides', async () => {
  const studio = await openStudio(world);
  const { me, id, ahead } = await fullClient(studio);
  await world.setClock('2031-03-05T11:00:00Z');
  assert.equal((await refusalOf(me('clients.forget', { id }))).code, 'too_late_to_change');
  assert.equal((await me('people.me', {})).name, 'Zenobia Quux', 'nothing was lost');
  await studio.as(OWNER)('clients.forget', { id });
  assert.equal((await studio.program('bookings.get', { id: ahead.id })).status, 'cancelled');
});

test('who writes again after that is somebody new', async () => {
  const studio = await openStudio(world);
  const { me, id } = await fullClient(studio);
  await me('clients.forget', { id });
  const again = await me('people.me', {});
  assert.notEqual(again.client_id, id);
  assert.equal((await me('bookings.list', {})).total, 0);
  assert.equal((await refusalOf(me('clients.export', { id }))).code, 'not_found');
});

test('who works here keeps their chat as staff', async () => {
  const studio = await openStudio(world);
  const { client_id } = await studio.as(SPECIALIST)('people.me', {});
  await studio.as(OWNER)('clients.forget', { id: client_id ?? '' });
  const chats = await world.rows('select 1 from chats where bot_id = $1 and telegram_id = $2', [
    studio.bot_id,
    SPECIALIST,
  ]);
  assert.equal(chats.length, 1);
  assert.equal((await studio.as(SPECIALIST)('people.me', {})).role, 'specialist');
});

test('of ten who forget the same client at once one does, while others book for them', async () => {
  const studio = await openStudio(world, { specialists: 4 });
  const { id } = await studio.as(OWNER)('clients.create', { name: 'Ann', phone: PHONE });
  const calls = Array.from({ length: 10 }, (_, index) =>
    index % 3 === 0
      ? studio.program('bookings.create', { ...slotAt(studio, '10:00'), specialist_id: null, client_id: id })
      : studio.as(OWNER)('clients.forget', { id }),
  );
  for (const code of Object.keys(await countOutcomes(calls)))
    assert.ok(['booked', 'not_found', 'client_changed', 'booking_limit_reached'].includes(code), code);
  assert.deepEqual(await world.rows('select 1 from clients where id = $1', [id]), []);
  const left = await world.rows(`select status from bookings where tenant_id = $1 and status <> 'cancelled'`, [
    studio.tenant_id,
  ]);
  assert.deepEqual(left, [], 'nothing is booked for nobody');
});
