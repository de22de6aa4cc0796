import assert from 'node:assert/strict';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { CALL_PATH, Problem } from '@okno/contract';
import { KEY, openListener } from './testing-app.ts';

test('an address that cannot be read is refused with a problem document as well', async (t) => {
  const { app } = await openListener(t);
  const answer = await app.inject('/api/v1/services/%ff');
  assert.equal(answer.statusCode, 400);
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  assert.equal(answer.json().code, 'malformed_request');
  assert.equal(answer.json().instance, answer.headers['x-request-id']);
});

test('a far bot may name a person only as the contract wants names', async (t) => {
  const { app, calls } = await openListener(t);
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
  const { app } = await openListener(t);
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
  const { app, calls } = await openListener(t);
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

test('an address that knows other methods names them, and whose it is does not matter', async (t) => {
  const { app } = await openListener(t);
  const send = async (method: 'DELETE' | 'OPTIONS' | 'PATCH' | 'POST', url: string) => {
    const { statusCode, headers, body } = await app.inject({ method, url });
    return [statusCode, headers['allow'], Problem.parse(JSON.parse(body)).detail];
  };
  assert.deepEqual(await send('DELETE', '/api/v1/services'), [
    405,
    'GET, HEAD, POST',
    'Possible here: GET, HEAD, POST.',
  ]);
  assert.deepEqual((await send('OPTIONS', '/api/v1/bookings/x/move?a=1')).slice(0, 2), [405, 'POST']);
  assert.deepEqual((await send('POST', '/livez')).slice(0, 2), [405, 'GET, HEAD']);
  assert.deepEqual(await send('PATCH', '/api/v1/nonsense'), [404, undefined, 'There is nothing at this address.']);
});

test('who takes no JSON, or sends none, is told so', async (t) => {
  const { app, calls } = await openListener(t);
  const get = async (accept: string) => (await app.inject({ url: '/api/v1/services', headers: { accept } })).statusCode;
  for (const good of [
    '*/*',
    'application/json',
    'text/html, application/*;q=0.5',
    'application/problem+json',
    'TEXT/html,*/*;q=0.1',
  ])
    assert.equal(await get(good), 200, good);
  for (const bad of ['text/html', 'application/xml', 'application/json;q=0', 'application/jsonl']) {
    assert.equal(await get(bad), 406, bad);
  }
  calls.length = 0;
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=a',
  ]) {
    const headers = { 'content-type': type, 'x-service-key': KEY };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/bookings', headers, payload: '{}' });
    assert.equal(answer.statusCode, 415, type);
    assert.deepEqual(Problem.parse(answer.json()).errors, [
      { field: 'Content-Type', rule: 'must be application/json' },
    ]);
  }
  assert.deepEqual(calls, []);
});

test('a body that is too large is told how large it may be', async (t) => {
  const { app } = await openListener(t);
  const payload = { name: 'x'.repeat(70_000) };
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/clients',
    headers: { 'x-service-key': KEY },
    payload,
  });
  assert.equal(answer.statusCode, 413);
  assert.equal(Problem.parse(answer.json()).detail, 'The body may have 64 KiB at most.');
});

/** Sends bytes as they are; gives the status and the body of the answer. */
const sendBytes = (port: number, bytes: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('data', (part) => {
      text += String(part);
    });
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), body });
    });
  });

test('bytes that never become a request are answered in the same shape', async (t) => {
  const { app } = await openListener(t);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const long = await sendBytes(
    port,
    `GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
  );
  assert.deepEqual([long.status, Problem.parse(JSON.parse(long.body)).code], [431, 'headers_too_large']);
  const nonsense = await sendBytes(port, 'nonsense\r\n\r\n');
  assert.deepEqual([nonsense.status, Problem.parse(JSON.parse(nonsense.body)).code], [400, 'malformed_request']);
});

test('a wrong key is told apart from what nobody with a key may do', async (t) => {
  const { app } = await openListener(t);
  const { statusCode, body } = await app.inject({ url: '/api/v1/clients', headers: { 'x-service-key': 'wrong' } });
  const { code, detail } = Problem.parse(JSON.parse(body));
  assert.deepEqual([statusCode, code], [403, 'forbidden']);
  assert.match(detail ?? '', /X-Service-Key.*wrong/);
});

test('the documentation begins with what holds for every request', async (t) => {
  const { app } = await openListener(t);
  const { info, components } = (await app.inject('/api/v1/openapi.json')).json() as {
    info: { description: string };
    components: { schemas: { Problem: { required: string[]; properties: object } } };
  };
  for (const word of ['X-Service-Key', 'X-Tenant', 'Idempotency-Key', '`limit`', 'problem+json', 'time_zone'])
    assert.ok(info.description.includes(word), word);
  const { required, properties } = components.schemas.Problem;
  assert.deepEqual(required.toSorted(), ['code', 'instance', 'status', 'title', 'type']);
  for (const name of ['detail', 'errors', 'field', 'rule', 'nearest']) assert.ok(name in properties, name);
});
