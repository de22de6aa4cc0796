import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, actions, isRead } from '@okno/contract';
import { readConfig } from '../config.ts';
import { restActions, routeOf } from './rest.ts';
import { COOKIE, HOST, KEY, openGateway, SITE } from './testing-callers.ts';

/** Where a browser says that a request comes from, and whether it may change anything. */
const PLACES: readonly (readonly [Record<string, string>, boolean])[] = [
  [{ origin: `https://${HOST}` }, true],
  [{ origin: `https://${HOST}`, 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://salon.example', 'sec-fetch-site': 'cross-site' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: `https://${HOST}.evil.example` }, false],
  [{ origin: `https://evil.${HOST}`, 'sec-fetch-site': 'same-site' }, false],
  [{ origin: `http://${HOST}` }, false],
  [{ origin: `https://${HOST}:8443` }, false],
  [{ origin: 'https://salon.example.evil.example' }, false],
  [{ origin: 'https://salon.example/' }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'nonsense' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{}, false],
];

test('a page of another site changes nothing in the name of who reads it', async (t) => {
  const { send } = await openGateway(t);
  for (const [headers, may] of PLACES) {
    const { status, caller, json } = await send('PATCH', '/me', { cookie: COOKIE, ...headers });
    assert.deepEqual([status, caller?.via], may ? [200, 'session'] : [403, undefined], JSON.stringify(headers));
    if (!may) assert.equal(json().detail, 'The request comes from a page of another site.');
  }
});

test('nobody is signed in by a page of another site, but programs without a browser may sign in', async (t) => {
  const { send } = await openGateway(t);
  for (const path of ['/sessions', '/sign-in/codes'])
    for (const [headers, may] of PLACES) {
      const isSilent = Object.keys(headers).length === 0;
      assert.equal((await send('POST', path, headers)).status, may || isSilent ? 201 : 403, JSON.stringify(headers));
    }
});

test('who shows a key is asked for no page: no page adds one by itself', async (t) => {
  const { send } = await openGateway(t);
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  for (const key of [{ 'x-service-key': KEY }, { 'x-service-key': 'okno_sk_good' }, { authorization: 'tma good' }])
    assert.equal((await send('PATCH', '/me', { cookie: COOKIE, ...evil, ...key })).status, 200);
});

test('every change of the contract is refused to another site, and every look is not a change', async (t) => {
  const { app, calls } = await openGateway(t);
  const headers = { host: HOST, cookie: COOKIE, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  let changes = 0;
  for (const [name, action] of restActions()) {
    const { method, path } = routeOf(action);
    const url = `/api/v1${path.replace(/:\w+/g, 'x')}`;
    calls.length = 0;
    const isBare = method === 'GET' || method === 'DELETE';
    const answer = await app.inject({ method: method as 'GET', url, headers, ...(isBare ? {} : { payload: {} }) });
    if (!isRead(action)) {
      changes += 1;
      assert.ok([401, 403].includes(answer.statusCode) && calls.length === 0, `${name}: ${answer.statusCode}`);
    }
  }
  assert.ok(changes > 80, `${changes} changes`);
  for (const [name, action] of Object.entries<Action>(actions))
    if (action.http.startsWith('GET ') && action.takes !== true) assert.ok(isRead(action), name);
});

test('sites that are named may ask from their pages, each by its exact name; all others hear nothing', async (t) => {
  const { send } = await openGateway(t);
  const friend = await send('GET', '/services', { origin: 'https://salon.example' });
  assert.equal(friend.headers['access-control-allow-origin'], 'https://salon.example');
  assert.equal(friend.headers['access-control-allow-credentials'], 'true');
  assert.equal(friend.headers['vary'], 'Origin');
  const preflight = (origin: string, path = '/bookings') =>
    send('OPTIONS', path, { origin, 'access-control-request-method': 'POST' });
  const allowed = await preflight('https://salon.example');
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers['access-control-allow-methods'], 'POST, GET, HEAD');
  assert.match(String(allowed.headers['access-control-allow-headers']), /Idempotency-Key/);
  assert.doesNotMatch(
    String(allowed.headers['access-control-allow-headers']),
    /X-Service-Key/,
    'which belongs in no page',
  );
  const others = [
    'https://evil.example',
    'http://salon.example',
    'https://salon.example:444',
    'https://a.salon.example',
  ];
  for (const origin of [...others, 'null', '*', `https://${HOST}`, 'https://SALON.example'])
    for (const answer of [await preflight(origin), await send('GET', '/services', { origin })])
      for (const name of Object.keys(answer.headers)) assert.doesNotMatch(name, /^access-control/, origin);
  assert.equal((await preflight('https://evil.example')).status, 405);
  assert.equal((await preflight('https://salon.example', '/nonsense')).status, 404);
  const door = await preflight('https://salon.example', '/internal/call');
  assert.equal(door.headers['access-control-allow-origin'], undefined);
  const none = await openGateway(t, { ...SITE, friends: [] });
  assert.equal((await none.send('GET', '/services', { origin: 'https://salon.example' })).headers['vary'], undefined);
});

test('CORS_ORIGINS takes exact origins and never everybody', () => {
  const origins = readConfig({ CORS_ORIGINS: 'https://salon.example, http://localhost:5173' }).CORS_ORIGINS;
  assert.deepEqual(origins, ['https://salon.example', 'http://localhost:5173']);
  for (const wrong of [
    '*',
    'https://*.example',
    'https://salon.example/',
    'salon.example',
    'https://salon.example:443',
    'null',
  ])
    assert.throws(() => readConfig({ CORS_ORIGINS: wrong }), /CORS_ORIGINS/, wrong);
});

test('every answer forbids foreign scripts, frames and guesses about its type', async (t) => {
  const { app, send } = await openGateway(t);
  const answers = [
    await send('GET', '/services'),
    await send('GET', '/nonsense'),
    await send('PATCH', '/me', { cookie: COOKIE, origin: 'https://evil.example' }),
    await app.inject('/docs'),
    await app.inject('/livez'),
  ];
  for (const { headers } of answers) {
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /(^|; ?)default-src 'self'(;|$)/);
    assert.match(policy, /(^|; ?)frame-ancestors 'self'(;|$)/);
    assert.match(policy, /(^|; ?)object-src 'none'(;|$)/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['access-control-allow-origin'], undefined);
  }
  const [api] = answers;
  assert.doesNotMatch(String(api?.headers['content-security-policy']), /script-src[^;]*unsafe-(inline|eval)/);
});
