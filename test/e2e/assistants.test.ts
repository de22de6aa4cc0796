import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createClient } from 'redis';
import { startRedis } from '../support/redis.ts';
import { inMs, openAssistant, type Reply } from './support/assistant.ts';
import { atEnd, until } from './support/at-end.ts';
import { ask } from './support/rest.ts';
import { openStudio, SERVICE_KEY, type Studio } from './support/studio.ts';

type Event = {
  readonly event_id: string;
  readonly attempt: number;
  readonly payload: { readonly reminder_id: string; readonly payload: unknown; readonly triggered_at: string };
};

const eventsIn = ({ body }: Reply): readonly Event[] => body['items'] as Event[];

const open = async (
  t: TestContext,
  settings: Record<string, string> = {},
): Promise<{ studio: Studio; api: string }> => {
  const studio = await openStudio(t, { delivery: 'webhook', settings });
  return { studio, api: `${studio.server.url}/api/v1` };
};

const EVERY_SECOND = { user_id: 5, type: 'recurring', cron_expression: '* * * * * *', payload: '{"drink":"water"}' };

test('an outside program sets a reminder, waits for its event, acknowledges it and ends the chain', async (t) => {
  const { api } = await open(t);
  const ada = await openAssistant(api);
  const made = await ada.ask('POST /reminders/', EVERY_SECOND);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const id = String(made.body['id']);
  const taken = await ada.ask('GET /reminders/events?wait=10&limit=1');
  assert.equal(taken.headers.get('cache-control'), 'no-store');
  const [event] = eventsIn(taken);
  assert.deepEqual([event?.payload.reminder_id, event?.payload.payload, event?.attempt], [id, { drink: 'water' }, 1]);
  const acked = await ada.ask(`POST /reminders/${id}/ack`, { status: 'done', result: '{"ml":200}', end_chain: true });
  assert.deepEqual([acked.status, acked.body['status']], [200, 'completed']);
  assert.equal(
    (await ada.ask(`GET /reminders/user/5?status=completed&type=recurring&page=1&limit=5`)).body['total'],
    1,
  );
  assert.equal((await ada.ask('GET /reminders/scheduled')).body['total'], 0);
  const gone = await ada.ask(`DELETE /reminders/${id}`);
  assert.deepEqual([gone.status, gone.body], [204, {}]);
  assert.equal((await ada.ask(`GET /reminders/${id}`)).status, 404);
});

test('no key, a wrong key, a service key and bad input are told apart', async (t) => {
  const { studio, api } = await open(t);
  const ada = await openAssistant(api);
  const count = () => studio.rows('select count(*)::int as count from reminders');
  const codes = async (...wish: Parameters<typeof ada.ask>) => {
    const { status, body } = await ada.ask(...wish);
    return [status, body['code']];
  };
  assert.deepEqual(await codes('POST /reminders/', EVERY_SECOND, null), [401, 'unauthenticated']);
  assert.deepEqual(await codes('POST /reminders/', EVERY_SECOND, 'okno_wrong'), [403, 'forbidden']);
  assert.deepEqual(await codes('POST /reminders', { ...EVERY_SECOND, payload: '{' }), [400, 'invalid_input']);
  assert.deepEqual(await codes('GET /reminders/not-an-id'), [400, 'invalid_input']);
  assert.deepEqual(await codes('GET /reminders/events?wait=31'), [400, 'invalid_input']);
  assert.deepEqual(await codes('GET /reminders/user/5?status=sleepy'), [400, 'invalid_input']);
  assert.deepEqual(await codes('POST /reminders/preview', { cron_expression: '0 9 * * *', count: 2 }, null), [
    200,
    undefined,
  ]);
  const keyed = await fetch(`${api}/reminders/scheduled`, { headers: { 'x-api-key': ada.secret } });
  assert.equal(keyed.status, 200);
  assert.deepEqual(await count(), [{ count: 0 }]);
  const [row] = await studio.rows<{ all: string }>('select json_agg(assistant_keys)::text as all from assistant_keys');
  assert.ok(!row?.all.includes(ada.secret.slice(5)), 'the key itself is not kept');
  assert.ok(!studio.log.text().includes(ada.secret.slice(5)), 'nor logged');
});

test('two keys work at once, so that one can be changed without a pause; one that was revoked does not', async (t) => {
  const { api } = await open(t);
  const ada = await openAssistant(api);
  const owner = async (line: string, body?: unknown) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = { 'x-service-key': SERVICE_KEY, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const response = await fetch(`${api}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const second = await owner(`POST /assistants/${ada.id}/keys`, {});
  assert.equal((await owner(`POST /assistants/${ada.id}/keys`, {})).body['code'], 'key_limit_reached');
  const statuses = async () =>
    Promise.all(
      [ada.secret, second.body['secret'] ?? ''].map(
        async (key) => (await ada.ask('GET /services', undefined, key)).status,
      ),
    );
  assert.deepEqual(await statuses(), [200, 200]);
  assert.equal((await owner(`DELETE /assistants/${ada.id}/keys/${ada.key_id}`)).status, 200);
  assert.deepEqual(await statuses(), [403, 200]);
});

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs by hand, so that tokens can be wrong in ways that no library would let them be. */
const hs256 = (secret: string | Buffer, header: object, claims: object): string => {
  const text = `${base64url(header)}.${base64url(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const now = () => Math.floor(Date.now() / 1000);

test('a token is accepted while it is right in every respect', async (t) => {
  const { api } = await open(t);
  const ada = await openAssistant(api, { kind: 'HS256' });
  const other = await openAssistant(api, { kind: 'HS256' });
  const header = { alg: 'HS256', typ: 'JWT', kid: ada.key_id };
  const claims = { sub: ada.id, aud: 'okno', iat: now(), exp: now() + 300 };
  const statusOf = async (token: string) => (await ada.ask('GET /reminders/scheduled', undefined, token)).status;
  assert.equal(await statusOf(hs256(ada.secret, header, claims)), 200);
  const wrong: Record<string, string> = {
    'another secret': hs256(other.secret, header, claims),
    'another assistant': hs256(ada.secret, header, { ...claims, sub: other.id }),
    'the key of another': hs256(ada.secret, { ...header, kid: other.key_id }, claims),
    'no key id': hs256(ada.secret, { alg: 'HS256' }, claims),
    'another audience': hs256(ada.secret, header, { ...claims, aud: 'elsewhere' }),
    'no end': hs256(ada.secret, header, { ...claims, exp: undefined }),
    'an end that is over': hs256(ada.secret, header, { ...claims, iat: now() - 600, exp: now() - 120 }),
    'a long life': hs256(ada.secret, header, { ...claims, iat: now() - 7200, exp: now() + 300 }),
    'no signature': `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`,
    'an algorithm of its own': hs256(ada.secret, { ...header, alg: 'HS512' }, claims),
    nonsense: 'a.b.c',
  };
  for (const [what, token] of Object.entries(wrong)) assert.equal(await statusOf(token), 403, what);
});

test('a token signed with a private key is checked with the public one, and that is no secret for another algorithm', async (t) => {
  const { api } = await open(t);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const public_key = String(publicKey.export({ type: 'spki', format: 'pem' }));
  const ada = await openAssistant(api, { kind: 'ES256', public_key });
  const claims = { sub: ada.id, aud: 'okno', iat: now(), exp: now() + 300 };
  const text = `${base64url({ alg: 'ES256', kid: ada.key_id })}.${base64url(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const statusOf = async (token: string) => (await ada.ask('GET /reminders/scheduled', undefined, token)).status;
  assert.equal(await statusOf(`${text}.${signature.toString('base64url')}`), 200);
  assert.equal(await statusOf(hs256(public_key, { alg: 'HS256', kid: ada.key_id }, claims)), 403);
});

test('with Redis events are in the list, are sent again without an ack, and survive its loss', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const { studio, api } = await open(t, { REDIS_URL: redis.url });
  const ada = await openAssistant(api, { assistant: { lease_seconds: 5 } });
  const queue = createClient({ url: redis.url, socket: { reconnectStrategy: 20 } });
  queue.on('error', () => {});
  await queue.connect();
  atEnd(t, async () => queue.destroy());
  const pop = async () => (await queue.brPop('queue:to_assistant', 10))?.element ?? '';
  const made = await ada.ask('POST /reminders/', {
    ...EVERY_SECOND,
    type: 'one_time',
    cron_expression: undefined,
    trigger_at: inMs(1000),
  });
  const first = await pop();
  const arrived = Date.now();
  const trigger_at = String(made.body['trigger_at']);
  assert.deepEqual(JSON.parse(first), {
    assistant_id: ada.id,
    event: 'reminder_triggered',
    payload: {
      reminder_id: made.body['id'],
      user_id: 5,
      reminder_type: 'one_time',
      payload: { drink: 'water' },
      triggered_at: trigger_at,
      created_at: made.body['created_at'],
    },
  });
  assert.ok(
    arrived >= Date.parse(trigger_at) - 5 && arrived < Date.parse(trigger_at) + 1500,
    `${arrived - Date.parse(trigger_at)} ms`,
  );
  await queue.flushAll();
  studio.emulator.clock.advance(6_000);
  assert.equal(await pop(), first, 'the lease ran out');
  await redis.restart();
  studio.emulator.clock.advance(6_000);
  await until('Redis is back', () => queue.isReady);
  assert.equal(await pop(), first, 'what Redis lost is sent again');
  assert.equal(
    (await ada.ask(`POST /reminders/${made.body['id']}/ack`, { status: 'received' })).body['acknowledged'],
    1,
  );
  studio.emulator.clock.advance(60_000);
  assert.equal(await queue.brPop('queue:to_assistant', 2), null, 'an acknowledged one is not');
});

test('a webhook leads into the open internet only', async (t) => {
  const { studio, api } = await open(t);
  for (const webhook_url of [
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://localhost:8080/',
    'https://10.0.0.1/x',
    'https://a.example:22/',
  ]) {
    const body = { name: 'Ada', delivery: 'webhook', webhook_url };
    const { status, body: told } = await ask(api, '/assistants', { method: 'POST', body });
    assert.deepEqual([status, told['field']], [400, 'webhook_url'], webhook_url);
  }
  assert.deepEqual(await studio.rows('select 1 from assistants'), []);
});

test('whoever waits for events is given them when they come, and answered when the server stops', async (t) => {
  const { studio, api } = await open(t);
  const ada = await openAssistant(api);
  const eve = await openAssistant(api);
  const waiting = ada.ask('GET /reminders/events?wait=20');
  // It is still ahead when a busy machine has come to read it.
  const at = Date.now() + 3000;
  await ada.ask('POST /reminders/', {
    ...EVERY_SECOND,
    type: 'one_time',
    cron_expression: undefined,
    trigger_at: new Date(at).toISOString(),
  });
  assert.equal(eventsIn(await waiting).length, 1);
  assert.ok(Date.now() >= at);
  const began = Date.now();
  assert.deepEqual(eventsIn(await eve.ask('GET /reminders/events?wait=1')), []);
  assert.ok(Date.now() - began >= 990);
  const zoe = await openAssistant(api);
  const interrupted = zoe.ask('GET /reminders/events?wait=30');
  const used = 'select 1 from assistant_keys where assistant_id = $1 and last_used_at is not null';
  await until('somebody waits', async () => (await studio.rows(used, [zoe.id])).length === 1);
  // Who is cut off when the patience of the end is over is not answered at all.
  const [, answer] = await Promise.all([studio.server.stop(), interrupted]);
  assert.deepEqual(eventsIn(answer), []);
});
