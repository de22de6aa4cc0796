import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { withBreaker } from './breaker.ts';
import type { Call, Transport } from './client.ts';
import { createClient } from './client.ts';
import { AppError } from './errors.ts';
import { withReadCache } from './read-cache.ts';
import { withSecondTry } from './second-try.ts';
import { CALL_PATH, httpTransport, localTransport } from './transports.ts';

const KEY = 'a-service-key';

const listen = async (t: TestContext, answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** The far side of the wire, as the gateway speaks it. */
const serve =
  (backend: Transport): RequestListener =>
  async (request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const problem = new AppError(request.headers['x-service-key'] === KEY ? 'not_found' : 'forbidden');
    if (request.url !== CALL_PATH || problem.code === 'forbidden') return send(problem.status, problem);
    const parts = await Array.fromAsync(request as AsyncIterable<Buffer>);
    try {
      send(200, { result: await backend(JSON.parse(Buffer.concat(parts).toString())) });
    } catch (error) {
      const refusal = error instanceof AppError ? error : new AppError('internal');
      send(refusal.status, refusal);
    }
  };

const far = (url: string, timeout_ms = 5_000): Transport => httpTransport({ url, service_key: KEY, timeout_ms });

const CALL: Call = {
  name: 'bookings.create',
  input: { service_id: 'x' },
  caller: { via: 'public', tenant: 'demo', language: 'ru' },
  request_id: 'request-1',
};

const WIRES: Record<string, (t: TestContext, backend: Transport) => Promise<Transport>> = {
  near: async (_t, backend) => localTransport(backend),
  far: async (t, backend) => far(await listen(t, serve(backend))),
  'far, with everything around it': async (t, backend) => {
    const clock = { ticks: () => 0, now: () => 0 };
    const { transport } = withBreaker(far(await listen(t, serve(backend))), clock);
    return withReadCache(withSecondTry(transport), clock);
  },
};

for (const [where, connect] of Object.entries(WIRES)) {
  test(`${where}: a call arrives as it was made, with its key`, async (t) => {
    const calls: Call[] = [];
    const transport = await connect(t, async (call) => calls.push(call));
    const ask = createClient(transport, CALL.caller, 'request-1');
    assert.equal(await ask('people.set_reachable', { reachable: true }, { idempotency_key: 'once' }), 1);
    await ask('people.me', {});
    assert.deepEqual(calls, [
      { ...CALL, name: 'people.set_reachable', input: { reachable: true }, idempotency_key: 'once' },
      { ...CALL, name: 'people.me', input: {} },
    ]);
  });

  test(`${where}: what JSON cannot carry is lost on the way there and on the way back`, async (t) => {
    const seen: unknown[] = [];
    const transport = await connect(t, async ({ input }) => {
      seen.push(input);
      return { at: new Date(0), gone: undefined, none: null, list: [undefined], number: Number.NaN };
    });
    const back = await transport({ ...CALL, input: { at: new Date(0), gone: undefined } });
    assert.deepEqual(seen, [{ at: '1970-01-01T00:00:00.000Z' }]);
    assert.deepEqual(back, { at: '1970-01-01T00:00:00.000Z', none: null, list: [null], number: null });
  });

  test(`${where}: an answer without a body is undefined`, async (t) => {
    assert.equal(await (await connect(t, async () => undefined))(CALL), undefined);
  });

  test(`${where}: what is answered is a copy that can be changed`, async (t) => {
    const kept = { items: ['a'] };
    const transport = await connect(t, async () => kept);
    ((await transport(CALL)) as typeof kept).items.push('b');
    assert.deepEqual(kept, { items: ['a'] });
  });

  test(`${where}: a refusal arrives with its code, its status and its parameters, and nothing of its cause`, async (t) => {
    const nearest = [{ starts_at: '2031-03-04T10:00:00Z' }];
    const transport = await connect(t, async () => {
      throw new AppError('slot_taken', { nearest, gone: undefined }, { cause: new Error('secret') });
    });
    await assert.rejects(transport(CALL), (error: unknown) => {
      assert.ok(error instanceof AppError);
      assert.deepEqual([error.code, error.status, error.params], ['slot_taken', 409, { nearest }]);
      assert.equal(error.cause, undefined);
      return true;
    });
  });

  test(`${where}: every refusal keeps its code on the way`, async (t) => {
    for (const code of ['invalid_input', 'not_found', 'too_many_requests', 'internal', 'unavailable'] as const) {
      const transport = await connect(t, async () => {
        throw new AppError(code);
      });
      await assert.rejects(transport(CALL), { code });
    }
  });

  test(`${where}: letters of every script and a hundred thousand of them pass`, async (t) => {
    const transport = await connect(t, async ({ input }) => input);
    const input = { text: `Привет 👋 \u2028 "\\ ${'ж'.repeat(100_000)}` };
    assert.deepEqual(await transport({ ...CALL, input }), input);
  });
}

for (const [where, connect] of Object.entries(WIRES)) {
  test(`${where}: how often it was tried, and who hears of old answers, stays at home`, async (t) => {
    const calls: Call[] = [];
    const transport = await connect(t, async (call) => calls.push(call));
    await transport({ ...CALL, attempt: 1, onStale: () => assert.fail('it is new') });
    assert.ok(calls.every(({ onStale }) => onStale === undefined));
    if (where !== 'near') assert.deepEqual(calls, [CALL]);
  });
}

const unavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

test('far: a request carries the service key and the request id', async (t) => {
  const seen: unknown[] = [];
  const url = await listen(t, (request, response) => {
    const { 'x-service-key': key, 'x-request-id': id, 'content-type': type } = request.headers;
    seen.push([request.method, request.url, key, id, type]);
    response.end('{}');
  });
  await far(url)(CALL);
  assert.deepEqual(seen, [['POST', CALL_PATH, KEY, 'request-1', 'application/json']]);
});

test('far: a wrong service key is forbidden', async (t) => {
  const url = await listen(
    t,
    serve(async () => 'secret'),
  );
  const transport = httpTransport({ url, service_key: 'another', timeout_ms: 5_000 });
  await assert.rejects(transport(CALL), { code: 'forbidden' });
});

test('far: nobody listening is unavailable, and the cause is kept for the log', async () => {
  await assert.rejects(far('http://127.0.0.1:1')(CALL), (error: unknown) => {
    assert.ok(unavailable(error) && (error as Error).cause !== undefined);
    return true;
  });
});

test('far: an answer that does not come in time is unavailable', async (t) => {
  const url = await listen(t, () => {});
  await assert.rejects(far(url, 50)(CALL), unavailable);
});

test('far: the time limit covers a body that never ends', async (t) => {
  const url = await listen(t, (_request, response) => {
    response.writeHead(200).write('{"result":');
  });
  await assert.rejects(far(url, 50)(CALL), unavailable);
});

test('far: a connection that is cut is unavailable', async (t) => {
  const url = await listen(t, (request) => request.socket.destroy());
  await assert.rejects(far(url)(CALL), unavailable);
});

for (const [what, status, body, code] of [
  ['a page of a proxy instead of an answer', 502, '<html>Bad Gateway</html>', 'unavailable'],
  ['a page with status 200', 200, '<html>Welcome</html>', 'unavailable'],
  ['an empty answer', 200, '', 'unavailable'],
  ['a gateway that speaks JSON', 504, '{"message":"timeout"}', 'unavailable'],
  ['a refusal in words we do not know', 418, '{"code":"teapot"}', 'internal'],
  ['a refusal that is no object', 400, '5', 'internal'],
  ['a refusal whose code is a name of every object', 400, '{"code":"constructor"}', 'internal'],
] as const) {
  test(`far: ${what} is ${code}`, async (t) => {
    const url = await listen(t, (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await assert.rejects(far(url)(CALL), { code });
  });
}

test('far: an answer of JSON that is no envelope is unavailable and no crash', async (t) => {
  const bodies = ['null', '5', '"booked"'];
  const url = await listen(t, (_request, response) => {
    response.end(bodies.pop());
  });
  for (let count = bodies.length; count > 0; count -= 1) await assert.rejects(far(url)(CALL), unavailable);
});

test('near: what is thrown by mistake stays what it is', async () => {
  const mistake = new TypeError('x is undefined');
  const transport = localTransport(async () => {
    throw mistake;
  });
  await assert.rejects(transport(CALL), (error: unknown) => error === mistake);
});
