import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError, type Call, Problem } from '@okno/contract';
import type { Rule } from '../config.ts';
import { createLaneOf } from '../load/bounded.ts';
import { limited } from '../load/limited.ts';
import { createLog } from '../log.ts';
import { placeOf } from './addresses.ts';
import { KEY, openApp } from './testing-app.ts';

/** Those that were looked up before, by the name they are asked for with. */
const BUSINESSES = new Map<string | null, string>([
  ['a', 'Business a'],
  ['b', 'Business b'],
  [null, 'The only business'],
]);

type Options = {
  readonly limitAddress?: Rule | null;
  readonly trustedProxies?: readonly string[];
  readonly LIMIT_TENANT?: Rule | null;
  readonly LIMIT_KEY?: Rule | null;
  readonly LIMIT_BOOKINGS?: Rule | null;
};

const open = async (t: TestContext, options: Options = {}) => {
  const { limitAddress = null, trustedProxies = [] } = options;
  const { LIMIT_TENANT = null, LIMIT_KEY = null, LIMIT_BOOKINGS = null } = options;
  const calls: Call[] = [];
  const answer = async (call: Call) => {
    calls.push(call);
    return {};
  };
  const [warned, lookedUp]: [string[], string[]] = [[], []];
  const log = createLog('warn', { write: (line: string) => void warned.push(JSON.parse(line).event) });
  const assistant = { tenant_id: 'A business', assistant_id: 'An assistant' };
  const app = await openApp(t, {
    call: limited(answer, {
      config: { LIMIT_TENANT, LIMIT_KEY, LIMIT_BOOKINGS },
      counters: null,
      laneOf: createLaneOf((caller) => ('tenant' in caller ? BUSINESSES.get(caller.tenant) : 'Business a')),
      now: () => performance.now(),
    }),
    recogniseAssistant: async (key) => {
      if (key === 'lost') throw new AppError('unavailable');
      return key.startsWith('wrong') ? undefined : { ...assistant, key_id: key };
    },
    findSession: async (token) => {
      lookedUp.push(token);
      return undefined;
    },
    log,
    limitAddress,
    trustedProxies,
  });
  const statusesOf = async (wishes: readonly Record<string, string>[], url = '/api/v1/services') => {
    const answers = [];
    for (const { from = '192.0.2.1', ...headers } of wishes)
      answers.push(await app.inject({ url, headers, remoteAddress: from }));
    return answers.map(({ statusCode }) => statusCode);
  };
  return { app, calls, warned, lookedUp, statusesOf };
};

const RULE = { max: 2, seconds: 3600 };

test('an address without a key is served as often as allowed, then told when to come again', async (t) => {
  const { app, calls, statusesOf } = await open(t, { limitAddress: RULE });
  assert.deepEqual(await statusesOf([{}, {}, {}, { from: '192.0.2.2' }]), [200, 200, 429, 200]);
  assert.equal(calls.length, 3, 'who is too fast reaches nothing');
  const { headers, body } = await app.inject({ url: '/api/v1/services', remoteAddress: '192.0.2.1' });
  assert.deepEqual(
    [headers['retry-after'], headers['ratelimit-policy'], headers['ratelimit']],
    ['1800', '"address";q=2;w=3600', '"address";r=0;t=1800'],
  );
  const { code, policy, after_seconds, limit } = Problem.parse(JSON.parse(body));
  assert.deepEqual([code, policy, after_seconds, limit], ['too_many_requests', 'address', 1800, 2]);
});

test('addresses that lead nowhere are counted, health and whoever has a key are not', async (t) => {
  const { statusesOf } = await open(t, { limitAddress: RULE });
  assert.deepEqual(await statusesOf([{}, {}, {}], '/.env'), [404, 404, 429]);
  assert.deepEqual(await statusesOf([{}, {}, {}], '/api/v1/health'), [200, 200, 200]);
  assert.deepEqual(await statusesOf([{}, {}], '/livez'), [200, 200]);
  const key = { 'x-service-key': KEY };
  assert.deepEqual(await statusesOf([key, key, key]), [200, 200, 200]);
});

test('wrong keys are counted apart from guests, and before any is looked up', async (t) => {
  const { statusesOf } = await open(t, { limitAddress: RULE });
  const wrong = { 'x-service-key': 'wrong' };
  assert.deepEqual(await statusesOf([wrong, { authorization: 'Bearer wrong' }, wrong]), [403, 403, 429]);
  assert.deepEqual(
    await statusesOf([{ 'x-service-key': KEY }, {}, { from: '192.0.2.9', 'x-service-key': KEY }]),
    [429, 200, 200],
  );
});

test('a header that only looks like a key does not make a guest anything else', async (t) => {
  const { statusesOf } = await open(t, { limitAddress: RULE });
  const disguised = { authorization: 'Basic abc' };
  assert.deepEqual(await statusesOf([disguised, {}, disguised, {}]), [200, 200, 429, 429]);
});

test('where nobody looks at keys, whoever shows one is a guest', async (t) => {
  const { statusesOf } = await open(t, { limitAddress: RULE });
  const disguised = { 'x-api-key': 'x' };
  for (const [from, url] of Object.entries({
    '192.0.2.1': `/calendars/${'a'.repeat(43)}.ics`,
    '192.0.2.2': '/.env',
    '192.0.2.3': '/api/v1/openapi.json',
  })) {
    const [, , third] = await statusesOf([{ from, ...disguised }, { from }, { from, ...disguised }], url);
    assert.equal(third, 429, url);
  }
});

test('what breaks off before anybody looks at its key counts as a wrong one', async (t) => {
  const { app } = await open(t, { limitAddress: RULE });
  const headers = { authorization: 'Basic x', 'content-type': 'application/json' };
  const send = async () =>
    (await app.inject({ method: 'POST', url: '/api/v1/sessions', headers, payload: '{' })).statusCode;
  assert.deepEqual([await send(), await send(), await send()], [400, 400, 429]);
});

test('a cookie that is no session counts as a wrong key, and is soon not looked up any more', async (t) => {
  const { statusesOf, lookedUp } = await open(t, { limitAddress: RULE });
  const cookie = { cookie: `okno=${'a'.repeat(43)}` };
  assert.deepEqual(await statusesOf([cookie, cookie, cookie, cookie]), [200, 200, 429, 429]);
  assert.equal(lookedUp.length, 2);
});

test('a database that is away makes no key a wrong one', async (t) => {
  const { statusesOf } = await open(t, { limitAddress: RULE });
  const lost = { 'x-api-key': 'lost' };
  assert.deepEqual(await statusesOf([lost, lost, lost, { 'x-api-key': 'good' }]), [503, 503, 503, 200]);
});

test('what stands in X-Forwarded-For is believed of a proxy that is trusted, and of nobody else', async (t) => {
  const stranger = await open(t, { limitAddress: RULE });
  const claim = (address: string, from = '10.0.0.7') => ({ 'x-forwarded-for': address, from });
  assert.deepEqual(await stranger.statusesOf([claim('1.1.1.1'), claim('1.1.1.2'), claim('1.1.1.3')]), [200, 200, 429]);
  assert.deepEqual(stranger.warned, ['proxy_not_trusted'], 'the operator is told, once');
  const known = await open(t, { limitAddress: RULE, trustedProxies: ['10.0.0.0/8'] });
  assert.deepEqual(await known.statusesOf([claim('1.1.1.1'), claim('1.1.1.1'), claim('1.1.1.1')]), [200, 200, 429]);
  assert.deepEqual(
    await known.statusesOf([claim('1.1.1.2'), claim('9.9.9.9, 1.1.1.1')]),
    [200, 429],
    'what the proxy has added counts',
  );
  assert.deepEqual(
    await known.statusesOf([
      claim('1.1.1.9', '192.0.2.7'),
      claim('1.1.1.8', '192.0.2.7'),
      claim('1.1.1.7', '192.0.2.7'),
    ]),
    [200, 200, 429],
  );
});

test('addresses of one network of IPv6 count as one, and IPv4 is the same in any dress', () => {
  assert.equal(placeOf('2001:db8:1:2:aaaa::1'), placeOf('2001:db8:1:2:bbbb:1:2:3'));
  assert.notEqual(placeOf('2001:db8:1:2::1'), placeOf('2001:db8:1:3::1'));
  assert.equal(placeOf('::ffff:192.0.2.1'), '192.0.2.1');
});

test('each business, and each key of an assistant, has a limit of its own', async (t) => {
  const businesses = await open(t, { LIMIT_TENANT: RULE });
  const of = (tenant: string) => ({ 'x-service-key': KEY, 'x-tenant': tenant });
  assert.deepEqual(await businesses.statusesOf([of('a'), of('a'), of('a'), of('b')]), [200, 200, 429, 200]);
  const unknown = of('nobody');
  assert.deepEqual(
    await businesses.statusesOf([unknown, unknown, unknown]),
    [200, 200, 200],
    'names that nobody has use nothing up',
  );
  const key = { 'x-service-key': KEY };
  assert.deepEqual(await businesses.statusesOf([key, key, key]), [200, 200, 429], 'who names none means the only one');
  const keys = await open(t, { LIMIT_KEY: RULE });
  const by = (key: string) => ({ 'x-api-key': key });
  assert.deepEqual(await keys.statusesOf([by('a'), by('a'), by('a'), by('b')]), [200, 200, 429, 200]);
});

test('a program may try to get a time for one person only so often', async (t) => {
  const { app } = await open(t, { LIMIT_BOOKINGS: { max: 2, seconds: 10 } });
  const book = async (client: object) => {
    const headers = { 'x-service-key': KEY, 'x-tenant': 'a' };
    return (await app.inject({ method: 'POST', url: '/api/v1/bookings', headers, payload: client })).statusCode;
  };
  const one = { client: { name: 'Anna', phone: '+4930123456' } };
  assert.deepEqual([await book(one), await book(one), await book(one)], [201, 201, 429]);
  assert.deepEqual(
    [await book({ client_id: 'x' }), await book({ client_id: 'x' }), await book({ client_id: 'x' })],
    [201, 201, 429],
  );
});

test('a refusal of a limit is told apart from one of the backend', async () => {
  const call = limited(
    async () => {
      throw new AppError('not_found');
    },
    {
      config: { LIMIT_TENANT: null, LIMIT_KEY: null, LIMIT_BOOKINGS: null },
      counters: null,
      laneOf: createLaneOf(() => 'a'),
      now: () => 0,
    },
  );
  await assert.rejects(
    call({ name: 'x', input: {}, caller: { via: 'public', tenant: null, language: 'en' }, request_id: 'r' }),
    /not_found/,
  );
});
