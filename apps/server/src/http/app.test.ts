import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CALL_PATH, type Call, createTexts } from '@okno/contract';
import { createLog } from '../log.ts';
import { createApp } from './app.ts';
import { createWakes } from './waiting.ts';

const KEY = 'a-service-key-of-the-tests';

const open = async (t: TestContext) => {
  const calls: Call[] = [];
  const app = await createApp({
    call: async (call) => {
      calls.push(call);
      return {};
    },
    readFeed: async () => undefined,
    keys: [KEY],
    recogniseAssistant: async () => undefined,
    wakes: createWakes(),
    texts: createTexts(),
    log: createLog('silent'),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    serveApi: true,
  });
  t.after(() => app.close());
  return { app, calls };
};

test('an address that cannot be read is refused with a problem document as well', async (t) => {
  const { app } = await open(t);
  const answer = await app.inject('/api/v1/services/%ff');
  assert.equal(answer.statusCode, 400);
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  assert.equal(answer.json().code, 'malformed_request');
  assert.equal(answer.json().instance, answer.headers['x-request-id']);
});

test('a far bot may name a person only as the contract wants names', async (t) => {
  const { app, calls } = await open(t);
  const send = (name: string) =>
    app.inject({
      method: 'POST',
      url: CALL_PATH,
      headers: { 'x-service-key': KEY },
      payload: {
        name: 'services.list',
        input: {},
        caller: { via: 'telegram', bot_id: 1, telegram_id: 2, name, language: 'ru' },
        request_id: 'r-1',
      },
    });
  for (const wrong of ['', 'x'.repeat(101), 'a\u0000b', 'a\nb']) {
    const answer = await send(wrong);
    assert.equal(answer.statusCode, 400, JSON.stringify(wrong));
    assert.match(answer.body, /caller\.name/);
  }
  assert.deepEqual(calls, []);
  assert.equal((await send('Анна'.repeat(25))).statusCode, 200);
});

test('every operation of the OpenAPI document names what is too large and what is our fault', async (t) => {
  const { app } = await open(t);
  const { paths } = (await app.inject('/api/v1/openapi.json')).json() as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  };
  const operations = Object.entries(paths)
    .filter(([path]) => path !== '/health')
    .flatMap(([, one]) => Object.values(one));
  assert.ok(operations.length > 5);
  for (const { responses } of operations) assert.ok(responses['413'] && responses['500']);
});

test('a field in the wrong place, or in two, is refused instead of dropped', async (t) => {
  const { app, calls } = await open(t);
  const [a, b] = ['0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b', '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7c'];
  const send = async (method: 'GET' | 'PATCH' | 'POST' | 'PUT', path: string, payload?: object) => {
    const url = `/api/v1${path}`;
    const answer = await app.inject({ method, url, headers: { 'x-service-key': KEY }, ...(payload && { payload }) });
    return answer.statusCode < 300 ? 'called' : [answer.json().code, answer.json().field];
  };
  assert.deepEqual(await send('PATCH', `/clients/${a}`, { id: b }), ['invalid_input', 'id']);
  assert.deepEqual(await send('PATCH', `/clients/${a}?name=x`, { name: 'y' }), ['invalid_input', 'name']);
  assert.deepEqual(await send('POST', '/clients?phone=%2B4930123456', { name: 'y' }), ['invalid_input', 'phone']);
  assert.deepEqual(await send('GET', '/clients', { page: 2 }), ['invalid_input', '']);
  assert.deepEqual(await send('GET', `/clients/${a}?id=${b}`), ['invalid_input', 'id']);
  const override = { date: '2031-01-02', intervals: [] };
  assert.deepEqual(await send('PUT', `/specialists/${a}/overrides/2031-01-01`, override), ['invalid_input', 'date']);
  assert.deepEqual(calls, []);
  assert.equal(await send('PATCH', `/clients/${a}`, { name: 'y' }), 'called');
  assert.equal(await send('GET', '/clients?page=2'), 'called');
  assert.deepEqual(
    calls.map(({ input }) => input),
    [{ id: a, name: 'y' }, { page: 2 }],
  );
});
