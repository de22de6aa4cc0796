import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConfig } from '../config.ts';
import { readCookie } from './cookies.ts';
import { siteOf } from './site.ts';
import { COOKIE, HOST, KEY, openGateway, SITE, TOKEN } from './testing-callers.ts';

test('who asks is told by a key before a cookie, and by a cookie before nobody', async (t) => {
  const { send } = await openGateway(t);
  const via = async (headers: Record<string, string>) => (await send('GET', '/me', headers)).caller?.via;
  assert.equal(await via({}), 'public');
  assert.equal(await via({ cookie: COOKIE }), 'session');
  assert.equal(await via({ cookie: COOKIE, 'x-service-key': KEY }), 'service');
  assert.equal(await via({ 'x-service-key': 'okno_sk_good' }), 'program');
  assert.equal(await via({ authorization: 'tma good' }), 'mini_app');
  assert.equal(await via({ authorization: 'TMA good', cookie: COOKIE }), 'mini_app');
  assert.equal(await via({ cookie: `__Host-okno=${'b'.repeat(43)}` }), 'public');
  assert.equal(await via({ cookie: `okno=${TOKEN}` }), 'public', 'where there is TLS no other name will do');
});

test('a wrong key is refused, whatever cookie comes along, and no key where one is needed is told so', async (t) => {
  const { send } = await openGateway(t);
  for (const headers of [
    { 'x-service-key': 'wrong' },
    { authorization: 'tma bad' },
    { 'x-service-key': 'x'.repeat(5000) },
  ]) {
    const { status, caller } = await send('GET', '/me', { cookie: COOKIE, ...headers });
    assert.deepEqual([status, caller], [403, undefined]);
  }
  assert.equal((await send('GET', '/internal/notifications/pending')).status, 401);
  assert.equal((await send('GET', '/internal/notifications/pending', { cookie: COOKIE })).status, 401);
  assert.equal((await send('GET', '/internal/notifications/pending', { 'x-service-key': 'wrong' })).status, 403);
  const { caller } = await send('GET', '/internal/notifications/pending', { 'x-service-key': 'okno_sk_good' });
  assert.equal(caller?.via, 'program');
});

test('the door for far bots, behind which anybody may be named, opens to keys of the installation only', async (t) => {
  const { send } = await openGateway(t);
  assert.equal((await send('POST', '/internal/call', { 'x-service-key': 'okno_sk_good' })).status, 403);
  assert.equal((await send('POST', '/internal/call', { 'x-service-key': KEY })).status, 400, 'control: past the door');
  const { app } = await openGateway(t);
  for (const via of ['session', 'program', 'mini_app', 'assistant']) {
    const caller = { via, tenant_id: 't', bot_id: 7, telegram_id: 42, name: 'A', language: 'en' };
    const payload = { name: 'people.me', input: {}, caller, request_id: 'request-1' };
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/internal/call',
      headers: { 'x-service-key': KEY },
      payload,
    });
    assert.equal(answer.statusCode, 400, `nobody is ${via} there`);
  }
});

test('a key and a session are of one business: another one that is named is not theirs', async (t) => {
  const { send } = await openGateway(t);
  const key = { 'x-service-key': 'okno_sk_good' };
  assert.equal((await send('GET', '/me', { ...key, 'x-tenant': 'studio' })).caller?.via, 'program');
  assert.equal((await send('GET', '/me', { ...key, 'x-tenant': 'other' })).status, 403);
  assert.equal((await send('GET', '/me', { cookie: COOKIE, 'x-tenant': 'studio' })).caller?.via, 'session');
  const { caller } = await send('GET', '/me', { cookie: COOKIE, 'x-tenant': 'other' });
  assert.deepEqual(caller, { via: 'public', tenant: 'other', language: 'en' });
});

test('a session comes in a cookie that no script, no other host and no plain connection gets at', async (t) => {
  const { send } = await openGateway(t);
  const opened = await send('POST', '/sessions', { 'user-agent': 'Test' });
  assert.equal(
    opened.headers['set-cookie'],
    `__Host-okno=${TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`,
  );
  assert.equal(opened.json().token, null);
  assert.ok(!opened.body.includes(TOKEN));
  assert.equal(opened.headers['cache-control'], 'no-store');
  assert.deepEqual(opened.call?.origin, { address: '127.0.0.1', agent: 'Test' });
  const ended = await send('DELETE', '/me/session', { cookie: COOKIE, origin: `https://${HOST}` });
  assert.equal(ended.headers['set-cookie'], '__Host-okno=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
  assert.equal((await send('GET', '/me', { cookie: COOKIE })).headers['cache-control'], 'no-store');
  assert.equal((await send('GET', '/me', {})).headers['set-cookie'], undefined);
  const demo = await openGateway(t, { origin: null, secure: false, friends: [] });
  const plain = await demo.send('POST', '/sessions');
  assert.equal(plain.headers['set-cookie'], `okno=${TOKEN}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`);
});

test('whoever signs in from one network of IPv6 comes from one place, whichever address they take', async (t) => {
  const { app, calls } = await openGateway(t);
  for (const remoteAddress of ['2001:db8:1:2::1', '2001:db8:1:2:aaaa::2', '2001:db8:1:3::1'])
    await app.inject({ method: 'POST', url: '/api/v1/sessions', headers: { host: HOST }, payload: {}, remoteAddress });
  assert.deepEqual(
    calls.map(({ origin }) => origin?.address),
    ['2001:db8:1:2::/64', '2001:db8:1:2::/64', '2001:db8:1:3::/64'],
  );
});

test('cookies ask for TLS unless it is known that there is none', () => {
  const site = (settings: Record<string, string>) => siteOf(readConfig(settings));
  const TELEGRAM_BOT_TOKEN = '123456:ABC-DEF';
  assert.equal(site({}).secure, false, 'the demo');
  assert.equal(site({ TELEGRAM_BOT_TOKEN }).secure, true);
  assert.equal(site({ PUBLIC_URL: 'https://book.example.org/x' }).origin, 'https://book.example.org');
  assert.equal(site({ PUBLIC_URL: 'https://book.example.org' }).secure, true);
  assert.equal(site({ PUBLIC_URL: 'http://127.0.0.1:8080' }).secure, false);
});

test('a cookie is read by its exact name, and one that comes twice is none', () => {
  const read = (cookie: string) => readCookie({ headers: { cookie } } as never, SITE);
  assert.equal(read(COOKIE), TOKEN);
  assert.equal(read(`a=1; ${COOKIE}; b="x;y"`), TOKEN);
  assert.equal(read(`${COOKIE}; __Host-okno=other`), undefined);
  assert.equal(read('__Host-okno='), undefined);
  assert.equal(read(`X__Host-okno=${TOKEN}`), undefined);
  assert.equal(read(`__host-okno=${TOKEN}`), undefined);
  assert.equal(read(''), undefined);
});

test('nonsense in the headers that prove who asks is answered, and never by a fault', async (t) => {
  const { send } = await openGateway(t);
  // Whatever a header can hold at all.
  const value = fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  });
  const prefixed = fc
    .tuple(fc.constantFrom('', 'tma ', 'Bearer ', '__Host-okno=', 'https://', 'a=b; '), value)
    .map((parts) => parts.join(''));
  const name = fc.constantFrom(
    'cookie',
    'authorization',
    'x-service-key',
    'x-api-key',
    'origin',
    'sec-fetch-site',
    'x-tenant',
    'user-agent',
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, prefixed, { maxKeys: 4 }), fc.boolean(), async (headers, write) => {
      const { status } = write ? await send('POST', '/sessions', headers) : await send('GET', '/me', headers);
      assert.ok(status < 500, `${status} for ${JSON.stringify(headers)}`);
    }),
    { numRuns: 400 },
  );
});
