import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { type Action, actions, CALL_PATH, type ErrorCode, isGet } from '@okno/contract';
import { contentsOf } from './support/database.ts';
import { ask } from './support/rest.ts';
import { assertProblem, openApi } from './support/rest-studio.ts';
import { BOT, EMMA, SERVICE_KEY } from './support/studio.ts';
import { messageUpdate, post, secretOf } from './support/updates.ts';

type Operation = { readonly operationId: string; readonly responses: Readonly<Record<string, unknown>> };
type Document = { readonly openapi: string; readonly paths: Readonly<Record<string, Record<string, Operation>>> };

/** Those that are not asked for in chats only. */
const REACHABLE = Object.entries<Action>(actions).filter(([, { in_chat }]) => in_chat !== true);

const NOBODYS_ID = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';

/** What stands in a path, of the right kind and of nobody; the others are ids. */
const NOBODYS: Readonly<Record<string, string>> = {
  entity: 'client',
  date: '2031-03-04',
  telegram_id: '5',
  bot_id: '5',
};

/** Sends bytes as they are, which `fetch` would not; gives the first line of the answer. */
const sendRaw = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });

test('health, liveness and readiness are told as documented', async (t) => {
  const { studio, api } = await openApi(t);
  const health = await ask<{ timestamp: string }>(api, '/health', { key: null });
  assert.equal(health.status, 200);
  assert.deepEqual({ ...health.body, timestamp: '' }, { status: 'healthy', database: 'connected', timestamp: '' });
  assert.match(health.body.timestamp, /^\d{4}-\d\d-\d\dT.*Z$/);
  assert.deepEqual((await ask(studio.server.url, '/livez', { key: null })).body, { status: 'alive' });
  assert.deepEqual((await ask(studio.server.url, '/readyz', { key: null })).body, { status: 'ready' });
  assertProblem(await ask(api, '/health', { method: 'POST' }), 'method_not_allowed');
});

test('the OpenAPI document is of version 3.1 and lists every action that REST can reach under its route', async (t) => {
  const { api } = await openApi(t);
  const { body } = await ask<Document>(api, '/openapi.json', { key: null });
  assert.match(body.openapi, /^3\.1\./);
  for (const [name, { http }] of REACHABLE) {
    const [method = '', path = ''] = http.split(' ');
    assert.equal(body.paths[path]?.[method.toLowerCase()]?.operationId, name);
  }
  assert.ok(body.paths['/health']?.['get']);
});

test('what only people in chats may ask has no route and no line in the document', async (t) => {
  const { api } = await openApi(t);
  const { body } = await ask<Document>(api, '/openapi.json', { key: null });
  assert.deepEqual(Object.keys(body.paths['/me'] ?? {}), ['get', 'patch']);
  for (const path of ['/me/reachable', '/me/phone', '/me/invitation']) assert.equal(body.paths[path], undefined, path);
  assertProblem(await ask(api, '/me/reachable', { method: 'PUT', body: { reachable: true } }), 'not_found');
});

/** Requests that go wrong in every way a route can tell apart. */
const attemptsAt = (
  action: Action,
): readonly { readonly what: string; readonly path: string; readonly wish: object }[] => {
  const [method = '', pattern = ''] = action.http.split(' ');
  const body = isGet(action) ? {} : { body: {} };
  const path = pattern.replace(/\{(\w+)\}/g, (_, field: string) => NOBODYS[field] ?? NOBODYS_ID);
  const strange = isGet(action) ? { path: `${path}?nonsense=1`, wish: {} } : { path, wish: { body: { nonsense: 1 } } };
  return [
    { what: 'nothing', path, wish: body },
    { what: 'an unknown field', ...strange },
    { what: 'no id', path: pattern.replace(/\{\w+\}/g, 'x'), wish: body },
    { what: 'no key', path, wish: { ...body, key: null } },
    { what: 'a wrong key', path, wish: { ...body, key: 'not-the-right-key-at-all' } },
    { what: 'an unknown business', path, wish: { ...body, headers: { 'x-tenant': 'nobody' } } },
  ].map(({ what, path: to, wish }) => ({ what, path: to, wish: { method, ...wish } }));
};

/** The refusal that one way of going wrong must have, whatever the route. */
const refusalOf = (what: string, { roles }: Action): ErrorCode | null => {
  if (what === 'a wrong key') return 'forbidden';
  if (what === 'an unknown business') return 'not_found';
  if (what === 'no key' && !roles.includes('guest')) return 'unauthenticated';
  return what === 'an unknown field' && roles.includes('bot') ? 'invalid_input' : null;
};

test('every route answers strange requests as documented, and nothing is changed', async (t) => {
  const { studio, api } = await openApi(t);
  const { body: document } = await ask<Document>(api, '/openapi.json');
  const before = await contentsOf(studio.rows);
  const attempts = REACHABLE.flatMap(([name, action]) =>
    attemptsAt(action)
      // Nobody needs a key, nor anything else, to begin to sign in.
      .filter(({ what }) => name !== 'sign_in.start' || what !== 'no key')
      .map((attempt) => ({ name, action, ...attempt })),
  );
  for (const { name, action, what, path, wish } of attempts) {
    const [method = '', pattern = ''] = action.http.split(' ');
    const documented = document.paths[pattern]?.[method.toLowerCase()]?.responses ?? {};
    const answer = await ask(api, path, wish);
    const told = `${name} with ${what}: ${answer.status} ${JSON.stringify(answer.body)}`;
    assert.ok(String(answer.status) in documented, told);
    const expected = refusalOf(what, action);
    if (expected !== null) assert.equal(answer.body['code'], expected, told);
    if (answer.status >= 400) assertProblem(answer, answer.body['code'] as ErrorCode);
  }
  assert.deepEqual(await contentsOf(studio.rows), before);
  studio.log.assertCalm();
});

test('lists are paged, the free times of a day are those of the range, and a booking goes round by REST', async (t) => {
  const { api } = await openApi(t);
  type Item = { id: string; specialist_ids: string[] };
  const list = await ask<{ items: Item[]; page: number; limit: number; total: number }>(
    api,
    '/services?limit=1&page=2',
  );
  assert.deepEqual([list.body.items.length, list.body.page, list.body.limit, list.body.total], [1, 2, 1, 4]);
  const [service] = (await ask<{ items: Item[] }>(api, '/services')).body.items;
  const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const of = `service_id=${service?.id}`;
  type Day = { date: string; slots: { starts_at: string; specialist_id: string }[] };
  const day = (await ask<Day>(api, `/schedule/free-slots/day?${of}&date=${date}`)).body;
  const range = await ask<{ days: Day[] }>(api, `/schedule/free-slots/range?${of}&from=${date}&to=${date}`);
  assert.deepEqual(range.body.days[0]?.slots, day.slots);

  const [slot] = day.slots;
  const client = { name: 'Вера', phone: '+7 900 123-45-67' };
  const body = { service_id: service?.id, ...slot, client, ends_at: undefined, seats_left: undefined };
  const sent = { method: 'POST', body, headers: { 'idempotency-key': 'one' } };
  const first = await ask(api, '/bookings', sent);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual((await ask(api, '/bookings', sent)).body, first.body, 'the same key, the same answer');
  const other = { ...sent, body: { ...body, client: { ...client, name: 'Other' } } };
  assertProblem(await ask(api, '/bookings', other), 'idempotency_key_reused');
  const late = await ask(api, '/bookings', {
    method: 'POST',
    body: { ...body, client: { ...client, phone: '+79001234568' } },
  });
  assertProblem(late, 'slot_taken');
  assert.ok(Array.isArray(late.body['nearest']) && late.body['nearest'].length > 0);
  const path = `/bookings/${first.body['id']}`;
  assert.deepEqual((await ask(api, path)).body, first.body);
  const cancelled = await ask(api, `${path}/cancellation`, { method: 'POST', body: {} });
  assert.equal(cancelled.body['status'], 'cancelled');
  assertProblem(await ask(api, `${path}/cancellation`, { method: 'POST', body: {} }), 'booking_not_changeable');
});

test('a request keeps the id it came with, when it is one, and gets one otherwise', async (t) => {
  const { studio, api } = await openApi(t);
  const given = async (id: string) => (await ask(api, '/health', { headers: { 'x-request-id': id } })).headers;
  assert.equal((await given('my-request-0001')).get('x-request-id'), 'my-request-0001');
  for (const bad of ['short', 'x'.repeat(101), 'with spaces in it', '<script>alert</script>'])
    assert.match((await given(bad)).get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  assert.ok(studio.log.lines().some((line) => line['request_id'] === 'my-request-0001'));
});

test('the door of far bots asks for the service key', async (t) => {
  const { studio } = await openApi(t);
  const call = (key: string | null, body: unknown) => ask(studio.server.url, CALL_PATH, { method: 'POST', key, body });
  const envelope = {
    name: 'people.me',
    input: {},
    caller: { via: 'telegram', bot_id: 7100001, telegram_id: 1, name: 'Far', language: 'en' },
    request_id: 'far-1',
  };
  assertProblem(await call(null, envelope), 'unauthenticated');
  assertProblem(await call('not-the-right-key-at-all', envelope), 'forbidden');
  assertProblem(await call(SERVICE_KEY, { ...envelope, surplus: 1 }), 'invalid_input');
  const { status, body } = await call(SERVICE_KEY, envelope);
  assert.equal(status, 200);
  assert.equal((body['result'] as { role: string }).role, 'client');
});

test('what is no request of ours is refused in plain words and in the language of the reader', async (t) => {
  const { studio, api } = await openApi(t);
  const root = studio.server.url;
  for (const path of [
    '/api/v1/nonsense',
    '/nonsense',
    '/api/v2/services',
    '/.env',
    '/api/v1/services/../../etc/passwd',
  ])
    assertProblem(await ask(root, path), 'not_found');
  const booking = (body: unknown, headers = {}) => ask(api, '/bookings', { method: 'POST', body, headers });
  assertProblem(await booking('x'.repeat(70_000)), 'too_large');
  for (const text of ['{"a":', 'null1', '{"__proto__": {"a": 1}}', '{"constructor": {"prototype": {"a": 1}}}'])
    assertProblem(await booking(text), 'malformed_request');
  for (const text of ['[]', '"text"', '7']) assertProblem(await booking(text), 'invalid_input');
  assertProblem(
    await booking('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    'unsupported_media_type',
  );
  assertProblem(await ask(api, '/services?limit=1&limit=2'), 'invalid_input');
  assert.match(await sendRaw(root, 'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n'), / 400 /);
  assert.match(await sendRaw(root, 'nonsense\r\n\r\n'), / 400 /);

  const title = async (language: string) =>
    (await ask(api, '/nonsense', { headers: { 'accept-language': language } })).body['title'];
  assert.equal(await title('ru'), 'Здесь такого нет или уже нет.');
  assert.equal(await title('ru-RU,ru;q=0.9,en;q=0.8'), 'Здесь такого нет или уже нет.');
  for (const language of ['en', 'de', '*', ''])
    assert.equal(await title(language), 'There is no such thing here, or no longer.');
  studio.log.assertCalm();
});

test('answers carry the headers that protect, and none that tells what we are made of', async (t) => {
  const { studio, api } = await openApi(t);
  for (const url of [`${api}/services`, `${api}/nonsense`, `${studio.server.url}/docs/`]) {
    const { headers } = await fetch(url);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', url);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'self'/, url);
    assert.equal(headers.get('x-powered-by'), null, url);
    assert.equal(headers.get('server'), null, url);
    assert.equal(headers.get('access-control-allow-origin'), null, url);
  }
});

test('the log is JSON lines without a token, a secret, a key or the text of a person', async (t) => {
  const { studio, api } = await openApi(t);
  const secret = secretOf(studio);
  await post(studio, messageUpdate(EMMA, { text: 'my private words' }));
  await post(studio, messageUpdate(EMMA, { text: '/start' }), { secret: 'a-forged-secret' });
  await ask(api, '/bookings?client_id=x', { key: SERVICE_KEY });
  await ask(api, '/bookings', { key: 'not-the-right-key-at-all' });
  await fetch(`${studio.server.url}/telegram/bot${BOT.token}/getMe`);
  const written = studio.log.text();
  assert.ok(studio.log.lines().length >= 4, 'every line is JSON');
  for (const hidden of [
    BOT.token,
    secret,
    'a-forged-secret',
    SERVICE_KEY,
    'not-the-right-key',
    'my private words',
    'Emma',
  ])
    assert.ok(!written.includes(hidden), `the log tells ${hidden}`);
  assert.ok(!written.includes(studio.config.DATABASE_URL ?? 'no address'), 'the log tells the address of the database');
});
