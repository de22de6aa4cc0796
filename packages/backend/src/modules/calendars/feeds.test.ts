import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST, type Studio } from '../../test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

const CLIENT = 1001;

const NOBODY = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';

const idOf = async (studio: Studio, who: number): Promise<string> =>
  (await studio.as(who)('people.me', {})).client_id ?? '';

/** The secret at the end of an address. */
const secretOf = (path: string | null): string => {
  const [, secret] = /^\/calendars\/([\w-]{43})\.ics$/.exec(path ?? '') ?? [];
  assert.ok(secret, `${path} is the address of a feed`);
  return secret;
};

const open = async (studio: Studio, who: number, wish = {}) =>
  secretOf((await studio.as(who)('calendars.feed_create', wish)).path);

const read = async (secret: string): Promise<string | undefined> =>
  // Lines that were folded are put together again.
  (await world.backend.readFeed(secret, 'r'))?.text.replaceAll('\r\n ', '');

test('a client and a specialist each read the booking in their own feed and in their own words', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(CLIENT)('bookings.create', slotAt(studio, '10:00'));
  const [mine, given] = await Promise.all([read(await open(studio, CLIENT)), read(await open(studio, SPECIALIST))]);
  for (const text of [mine, given]) {
    assert.match(text ?? '', new RegExp(`UID:${id}@okno`));
    assert.match(text ?? '', /DTSTART:20310304T100000Z/);
    assert.match(text ?? '', /SEQUENCE:0/);
    assert.match(text ?? '', /STATUS:CONFIRMED/);
  }
  assert.match(mine ?? '', /SUMMARY:Haircut with Specialist 1/);
  assert.match(given ?? '', /SUMMARY:Haircut: Person 1001/);
});

test('an unchanged calendar is the same file, and a cancelled visit stays in it for ninety days', async () => {
  const studio = await openStudio(world);
  const { id } = await studio.as(CLIENT)('bookings.create', slotAt(studio, '10:00'));
  const secret = await open(studio, CLIENT);
  const first = await world.backend.readFeed(secret, 'r');
  assert.deepEqual(await world.backend.readFeed(secret, 'r'), first);
  await studio.as(OWNER)('bookings.cancel', { id });
  const second = await world.backend.readFeed(secret, 'r');
  assert.notEqual(second?.etag, first?.etag);
  assert.match(second?.text ?? '', /STATUS:CANCELLED/);
  assert.match(second?.text ?? '', /SEQUENCE:1/);
  try {
    await world.setClock('2031-06-02T10:00:00Z');
    assert.match((await read(secret)) ?? '', /STATUS:CANCELLED/);
    await world.setClock('2031-06-02T11:00:01Z');
    assert.doesNotMatch((await read(secret)) ?? '', /BEGIN:VEVENT/);
  } finally {
    await world.setClock('2031-03-03T08:00:00Z');
  }
});

test('a new address takes the place of the old one, and one that was revoked is like one that never was', async () => {
  const studio = await openStudio(world);
  const old = await open(studio, CLIENT);
  const { id, path } = await studio.as(CLIENT)('calendars.feed_create', {});
  const secret = secretOf(path);
  assert.equal(await read(old), undefined);
  assert.ok(await read(secret));
  const revoked = await studio.as(CLIENT)('calendars.feed_revoke', { id });
  assert.equal(revoked.revoked_at?.slice(0, 13), '2031-03-03T08');
  assert.equal(await read(secret), undefined);
  assert.equal(await read('x'.repeat(43)), undefined);
  assert.deepEqual((await studio.as(CLIENT)('calendars.feed_revoke', { id })).revoked_at, revoked.revoked_at);
});

test('two who ask at once for a new address of one person leave one that works', async () => {
  const studio = await openStudio(world);
  await idOf(studio, CLIENT);
  const secrets = await Promise.all(Array.from({ length: 8 }, () => open(studio, CLIENT)));
  const texts = await Promise.all(secrets.map(read));
  assert.equal(texts.filter((text) => text !== undefined).length, 1);
});

test('the database holds no secret, neither in the feed nor in the answer kept for a repeated call', async () => {
  const studio = await openStudio(world);
  const ask = () => studio.as(CLIENT)('calendars.feed_create', {}, { idempotency_key: 'one' });
  const { path, ...feed } = await ask();
  const secret = secretOf(path);
  assert.deepEqual(await ask(), { ...feed, path: null });
  assert.ok(await read(secret), 'the repeated call has changed nothing');
  for (const table of ['calendar_feeds', 'idempotency_keys', 'audit_log']) {
    const rows = await world.rows<{ text: string }>(`select row_to_json(${table})::text as text from ${table}`);
    assert.ok(rows.length > 0);
    assert.ok(!rows.some(({ text }) => text.includes(secret)), table);
  }
});

test('when a feed was read is told to the hour', async () => {
  const studio = await openStudio(world);
  const secret = await open(studio, CLIENT);
  const list = async () => (await studio.as(CLIENT)('calendars.feed_list', {})).items[0]?.last_read_at;
  assert.equal(await list(), null);
  await read(secret);
  assert.equal(await list(), '2031-03-03T08:00:00Z');
});

test('a feed speaks the language that its owner has chosen, also later', async () => {
  const studio = await openStudio(world);
  await studio.as(CLIENT)('bookings.create', slotAt(studio, '10:00'));
  const secret = await open(studio, CLIENT);
  assert.match((await read(secret)) ?? '', /my visits/);
  await studio.as(CLIENT)('people.update_me', { language: 'ru' });
  assert.match((await read(secret)) ?? '', /мои записи/);
});

test('clients and specialists have feeds of their own only; administrators and programs of anybody', async () => {
  const studio = await openStudio(world, { specialists: 2 });
  const [mine, other] = [await idOf(studio, CLIENT), await idOf(studio, 1002)];
  const colleague = studio.specialist_ids[1] ?? '';
  const refused = async (who: number, wish: object) =>
    (await refusalOf(studio.as(who)('calendars.feed_create', wish))).code;
  for (const client_id of [other, NOBODY]) {
    assert.equal(await refused(CLIENT, { client_id }), 'not_found');
    assert.equal(await refused(SPECIALIST, { client_id }), 'not_found');
  }
  for (const specialist_id of [studio.specialist_id, colleague, NOBODY])
    assert.equal(await refused(CLIENT, { specialist_id }), 'not_found');
  for (const specialist_id of [colleague, NOBODY])
    assert.equal(await refused(SPECIALIST, { specialist_id }), 'not_found');
  assert.equal(await refused(OWNER, { specialist_id: NOBODY }), 'not_found');
  assert.equal(await refused(CLIENT, { client_id: mine, specialist_id: colleague }), 'invalid_input');
  assert.equal((await refusalOf(studio.program('calendars.feed_create', {}))).code, 'invalid_input');
  assert.equal((await refusalOf(studio.guest('calendars.feed_create', {}))).code, 'unauthenticated');

  const made = await studio.as(OWNER)('calendars.feed_create', { specialist_id: colleague });
  await studio.program('calendars.feed_create', { client_id: other });
  await open(studio, CLIENT, { client_id: mine });
  const seen = async (who: number) => (await studio.as(who)('calendars.feed_list', {})).items;
  assert.deepEqual(
    (await seen(CLIENT)).map(({ client_id }) => client_id),
    [mine],
  );
  assert.deepEqual(await seen(SPECIALIST), []);
  assert.equal((await seen(OWNER)).length, 3);
  assert.equal((await studio.program('calendars.feed_list', { client_id: other })).total, 1);
  for (const who of [CLIENT, SPECIALIST])
    assert.equal((await refusalOf(studio.as(who)('calendars.feed_revoke', { id: made.id }))).code, 'not_found');
  assert.ok(await read(secretOf(made.path)));
});

test('nothing crosses from one business to another', async () => {
  const [one, other] = [await openStudio(world), await openStudio(world)];
  await one.as(CLIENT)('bookings.create', slotAt(one, '10:00'));
  await other.as(CLIENT)('bookings.create', slotAt(other, '11:00'));
  const mine = await one.as(CLIENT)('calendars.feed_create', {});
  const text = (await read(secretOf(mine.path))) ?? '';
  assert.equal(text.match(/BEGIN:VEVENT/g)?.length, 1);
  assert.match(text, /DTSTART:20310304T100000Z/);
  assert.equal((await refusalOf(other.as(OWNER)('calendars.feed_revoke', { id: mine.id }))).code, 'not_found');
  const foreign = { specialist_id: one.specialist_id };
  assert.equal((await refusalOf(other.as(OWNER)('calendars.feed_create', foreign))).code, 'not_found');
  assert.deepEqual((await other.as(OWNER)('calendars.feed_list', {})).items, []);
  assert.deepEqual((await other.as(OWNER)('calendars.feed_list', foreign)).items, []);
});

test('when two clients become one a feed goes on, and when a client is forgotten it is gone', async () => {
  const studio = await openStudio(world);
  const client_id = await idOf(studio, CLIENT);
  const wish = { ...slotAt(studio, '10:00'), client: { name: 'Вера', phone: '+79001234567' } };
  const other_id = (await studio.program('bookings.create', wish)).client.id;
  const secret = secretOf((await studio.as(OWNER)('calendars.feed_create', { client_id: other_id })).path);
  await studio.as(OWNER)('clients.merge', { id: client_id, other_id });
  assert.match((await read(secret)) ?? '', /BEGIN:VEVENT/);
  assert.equal((await studio.as(CLIENT)('calendars.feed_list', {})).total, 1);
  await studio.as(OWNER)('clients.forget', { id: client_id });
  assert.equal(await read(secret), undefined);
});

test('a specialist who is dismissed reads no longer, and no one reads of a specialist who is archived', async () => {
  const studio = await openStudio(world);
  const { specialist_id, tenant_id } = studio;
  const of = async (ask: Studio['program']) => secretOf((await ask('calendars.feed_create', { specialist_id })).path);
  const mine = await open(studio, SPECIALIST);
  const visits = await open(studio, CLIENT);
  assert.ok(await read(mine));
  await world.operator.dismissStaff(tenant_id, [SPECIALIST]);
  assert.equal(await read(mine), undefined);
  for (const who of [studio.as(OWNER), studio.program]) {
    const secret = await of(who);
    assert.ok(await read(secret));
    await studio.as(OWNER)('specialists.archive', { id: specialist_id });
    assert.equal(await read(secret), undefined);
    await studio.as(OWNER)('specialists.restore', { id: specialist_id });
    assert.ok(await read(secret));
  }
  assert.ok(await read(visits), 'what clients read is theirs');
});
