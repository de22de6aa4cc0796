import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { createClient, localTransport } from '@okno/contract';
import { createPostgresKeyValue } from '../../kv/postgres.ts';
import { testBackend } from '../../test-support/backend.ts';
import { slotAt } from '../../test-support/bookings.ts';
import { asking, browserOf, linkIn, ORIGIN, pageOf, signIn } from '../../test-support/sign-in.ts';
import { OWNER, openStudio, refusalOf, SPECIALIST } from '../../test-support/studio.ts';
import { deviceOf } from './rules-device.ts';

const world = await testBackend({ after });

test('who has signed in on a page is the person of the chat, with their role, and is told in the chat what they did', async () => {
  const studio = await openStudio(world);
  const client = await signIn(world, studio, 1001);
  const me = await client.ask('people.me', {});
  assert.deepEqual(me, await studio.as(1001)('people.me', {}));
  assert.equal(me.role, 'client');
  assert.equal((await (await signIn(world, studio, OWNER)).ask('people.me', {})).role, 'super_admin');
  const booked = await client.ask('bookings.create', slotAt(studio, '10:00'));
  const [told] = await world.rows(
    `select own_doing from notifications where subject_id = $1 and kind = 'booking_created' and telegram_id = 1001`,
    [booked.id],
  );
  assert.deepEqual(told, { own_doing: false }, 'nobody has shown it to them in the chat');
  const [line] = await world.rows(
    `select via, role, actor, bot_id, key_id from audit_log where action = 'bookings.create' and subject_id = $1`,
    [booked.id],
  );
  const who = { via: 'session', role: 'client', actor: 'telegram:1001' };
  assert.deepEqual(line, { ...who, bot_id: String(studio.bot_id), key_id: client.id });
  assert.deepEqual(await client.ask('people.update_me', { language: 'ru' }), { ...me, language: 'ru' });
});

test('a role that is taken away is gone with the next request of a session', async () => {
  const studio = await openStudio(world);
  const specialist = await signIn(world, studio, SPECIALIST);
  const day = { specialist_id: studio.specialist_id, date: '2031-03-04' };
  await specialist.ask('scheduling.day', day);
  const { items } = await studio.as(OWNER)('people.list_staff', {});
  const place = items.find(({ telegram_id }) => telegram_id === SPECIALIST);
  await studio.as(OWNER)('people.remove_staff', { id: place?.id ?? '' });
  assert.equal((await refusalOf(specialist.ask('scheduling.day', day))).code, 'forbidden');
  assert.equal((await specialist.ask('people.me', {})).role, 'client');
});

test('what a page is told is the same whether anybody follows its link or not', async () => {
  const studio = await openStudio(world);
  const page = pageOf(world, studio);
  const [followed, ignored] = [await page('sign_in.start', {}), await page('sign_in.start', {})];
  await studio.as(1001)('sign_in.take_code', { link: linkIn(followed.link) });
  const tell = async ({ ticket }: { ticket: string | null }) =>
    refusalOf(page('sessions.create', { ticket: ticket ?? '', code: '123456' }));
  const [one, other] = [await tell(followed), await tell(ignored)];
  assert.equal(one.code, 'wrong_code');
  assert.deepEqual(one, other);
  assert.deepEqual(Object.keys(followed).sort(), Object.keys(ignored).sort());
  assert.deepEqual(followed.bot_username, `${studio.slug}_bot`);
});

test('the bot says where a code was asked for, in its own words for it', async () => {
  const studio = await openStudio(world);
  const { link } = await pageOf(world, studio)('sign_in.start', {});
  const told = await studio.as(1001)('sign_in.take_code', { link: linkIn(link) });
  assert.equal(told.device, 'Chrome, Windows');
  assert.equal(deviceOf('<b>Evil</b>\u202e'), 'Browser');
  assert.equal(
    deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1'),
    'Safari, iPhone',
  );
});

test('links that lead nowhere, and those of another business, are all answered alike in the chat', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { link } = await pageOf(world, other)('sign_in.start', {});
  const unknown = await refusalOf(studio.as(1001)('sign_in.take_code', { link: 'x'.repeat(43) }));
  assert.deepEqual(await refusalOf(studio.as(1001)('sign_in.take_code', { link: linkIn(link) })), unknown);
  assert.equal(unknown.code, 'not_found');
  assert.equal((await refusalOf(studio.as(1001)('sign_in.take_code', { link: 'short' }))).code, 'invalid_input');
});

test('what only a chat proves nobody claims from a page', async () => {
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  const { link } = await pageOf(world, studio)('sign_in.start', {});
  const contact = { phone: '+4930123456', contact_user_id: 1001 };
  for (const asked of [
    () => ask('clients.link_phone', contact),
    () => ask('sign_in.take_code', { link: linkIn(link) }),
    () => ask('people.set_reachable', { reachable: true }),
    () => ask('people.accept_invitation', { code: 'x'.repeat(43) }),
  ])
    assert.equal((await refusalOf(asked())).code, 'forbidden');
  assert.equal(
    (await studio.as(1001)('clients.link_phone', contact)).phone,
    '+4930123456',
    'control: in the chat it goes',
  );
});

test('of a session’s token only a fingerprint is kept, and no answer but the first tells it', async () => {
  const studio = await openStudio(world);
  const page = pageOf(world, studio);
  const { ticket, link } = await page('sign_in.start', {});
  const { code } = await studio.as(1001)('sign_in.take_code', { link: linkIn(link) });
  const wish = { ticket: ticket ?? '', code: code ?? '' };
  const { token, ...session } = await page('sessions.create', wish, { idempotency_key: 'sign-in-1' });
  assert.match(token ?? '', /^[\w-]{43}$/);
  const again = await page('sessions.create', wish, { idempotency_key: 'sign-in-1' });
  assert.deepEqual(again, { ...session, token: null });
  for (const table of ['sessions', 'audit_log', 'idempotency_keys']) {
    const rows = await world.rows(`select l::text as line from ${table} l where tenant_id = $1`, [studio.tenant_id]);
    assert.ok(rows.length > 0 && !JSON.stringify(rows).includes(token ?? '?'), table);
    assert.ok(!JSON.stringify(rows).includes(`"${code}"`), table);
  }
});

test('every sign-in opens a new session; the one that the browser had before ends', async () => {
  const studio = await openStudio(world);
  const before = await signIn(world, studio, 1001);
  const { ticket, link } = await before.ask('sign_in.start', {});
  const { code } = await studio.as(1001)('sign_in.take_code', { link: linkIn(link) });
  const { token } = await before.ask('sessions.create', { ticket: ticket ?? '', code: code ?? '' });
  assert.notEqual(token, before.token);
  assert.equal((await before.ask('people.me', {})).role, 'guest');
  assert.equal((await (await browserOf(world, token ?? '')).ask('people.me', {})).role, 'client');
  const elsewhere = await signIn(world, studio, 1001);
  assert.equal(
    (await (await browserOf(world, token ?? '')).ask('sessions.list', {})).items.length,
    2,
    'other browsers stay',
  );
  assert.notEqual(elsewhere.id, before.id);
});

test('people see where they are signed in, and sign out here, there and everywhere else', async () => {
  const studio = await openStudio(world);
  const [one, two, three] = [
    await signIn(world, studio, 1001),
    await signIn(world, studio, 1001),
    await signIn(world, studio, 1001),
  ];
  const stranger = await signIn(world, studio, 1002);
  const { items } = await one.ask('sessions.list', {});
  assert.deepEqual(items.map(({ id }) => id).sort(), [one.id, two.id, three.id].sort());
  assert.deepEqual(
    items.filter(({ current }) => current).map(({ id }) => id),
    [one.id],
  );
  assert.equal(items[0]?.device, 'Chrome, Windows');
  const foreign = await refusalOf(one.ask('sessions.revoke', { id: stranger.id }));
  assert.deepEqual(foreign, await refusalOf(one.ask('sessions.revoke', { id: randomUUID() })));
  assert.equal(foreign.code, 'not_found');
  await one.ask('sessions.revoke', { id: two.id });
  assert.equal((await refusalOf(two.ask('bookings.list', {}))).code, 'unauthenticated');
  assert.deepEqual(await one.ask('sessions.revoke_others', {}), { ended: 1 });
  assert.equal((await refusalOf(three.ask('bookings.list', {}))).code, 'unauthenticated');
  assert.deepEqual(await one.ask('sessions.end', {}), { ended: 1 });
  assert.equal((await refusalOf(one.ask('bookings.list', {}))).code, 'unauthenticated');
  await stranger.ask('bookings.list', {});
  const [four] = [await signIn(world, studio, 1001)];
  assert.deepEqual(await studio.as(1001)('sessions.revoke_others', {}), { ended: 1 }, 'from the chat: all of them');
  assert.equal((await refusalOf(four.ask('bookings.list', {}))).code, 'unauthenticated');
});

test('whose session is over is anybody: they still see what everybody sees', async () => {
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  const key = { idempotency_key: 'mine' };
  await ask('people.update_me', { name: 'Secret' }, key);
  await ask('sessions.end', {});
  assert.equal((await ask('services.list', {})).items.length, 1);
  assert.equal((await ask('people.me', {})).role, 'guest');
  assert.equal((await refusalOf(ask('people.update_me', { name: 'Secret' }, key))).code, 'unauthenticated');
});

test('signing out twice does no harm, nor does it where nobody is signed in', async () => {
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  assert.deepEqual(await ask('sessions.end', {}), { ended: 1 });
  assert.deepEqual(await ask('sessions.end', {}), { ended: 0 });
  assert.deepEqual(await pageOf(world, studio)('sessions.end', {}), { ended: 0 });
});

test('a session is nothing in another business, whatever the caller claims', async () => {
  const [studio, other] = [await openStudio(world), await openStudio(world)];
  const { caller, id, ask } = await signIn(world, studio, OWNER);
  await other.as(OWNER)('people.me', {});
  for (const forged of [
    { ...caller, tenant_id: other.tenant_id },
    { ...caller, tenant_id: other.tenant_id, bot_id: other.bot_id },
    { ...caller, telegram_id: SPECIALIST },
    { ...caller, bot_id: other.bot_id },
  ]) {
    const client = createClient(localTransport(world.backend.call), forged as never, 'request-1');
    assert.equal((await client('people.me', {})).role, 'guest');
    assert.equal((await refusalOf(client('sessions.list', {}))).code, 'unauthenticated');
  }
  const there = await signIn(world, other, OWNER);
  assert.equal((await refusalOf(there.ask('sessions.revoke', { id }))).code, 'not_found');
  assert.deepEqual(await there.ask('sessions.revoke_others', {}), { ended: 0 });
  assert.equal((await ask('sessions.list', {})).items.length, 1);
});

test('who signs in while all connections are in use waits for no second one', async (t) => {
  const stores: { close(): Promise<void> }[] = [];
  const narrow = await testBackend(t, {
    connections: 1,
    openStore: (pool) => {
      const kept = createPostgresKeyValue(pool);
      stores.push(kept);
      return kept;
    },
  });
  const studio = await openStudio(narrow);
  const people = [1001, 1002, 1003, 1004, 1005, 1006];
  const browsers = await Promise.all(people.map((telegram_id) => signIn(narrow, studio, telegram_id)));
  assert.equal(new Set(browsers.map(({ id }) => id)).size, people.length);
  for (const one of stores) await one.close();
  assert.deepEqual(narrow.faults, []);
});

test('what is missing to sign in is named', async () => {
  const studio = await openStudio(world);
  const page = pageOf(world, studio);
  for (const [wish, field] of [
    [{}, 'ticket'],
    [{ ticket: 'x'.repeat(43) }, 'code'],
    [{ code: '123456' }, 'ticket'],
    [{ ticket: 'x'.repeat(43), code: '12345' }, 'code'],
    [{ ticket: 'x', code: '123456' }, 'ticket'],
  ] as const) {
    const { code, params } = await refusalOf(page('sessions.create', wish));
    assert.deepEqual([code, params['field']], ['invalid_input', field]);
  }
  const none = asking(world.backend.call, { via: 'public', tenant: 'nowhere', language: 'en' }, ORIGIN);
  assert.equal((await refusalOf(none('sign_in.start', {}))).code, 'not_found');
  await world.rows('update bots set revoked_at = now() where tenant_id = $1', [studio.tenant_id]);
  assert.deepEqual((await refusalOf(page('sign_in.start', {}))).params, { what: 'bot' });
});

test('nothing of all this was a fault', () => assert.deepEqual(world.faults, []));
