import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { Config } from '../../apps/server/src/config.ts';
import { startRedis } from '../support/redis.ts';
import { requireProgram } from '../support/requires.ts';
import { withCore } from './support/core.ts';
import { type Answer, ask } from './support/rest.ts';
import { ANNA, BOT, botId, EMMA, OTHER_BOT, openStudio, type Studio } from './support/studio.ts';
import { openTwo } from './support/two-businesses.ts';

/** Emma owns the first of them. */
const prepare = (config: Config): Promise<void> =>
  withCore(config, async (core) => {
    const { first } = await openTwo(core);
    await core.operator.ensureAdmins(first, [EMMA.id]);
  });

/** A browser: it keeps its cookie, and says of itself what browsers say. */
const createBrowser = ({ server }: Studio, tenant = 'demo') => {
  let cookie = '';
  const send = async <T = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Answer<T>> => {
    const own = {
      ...{ origin: server.url, 'sec-fetch-site': 'same-origin', 'user-agent': 'Firefox/140.0 (X11; Linux)' },
      ...{ 'x-tenant': tenant, ...(cookie !== '' && { cookie }) },
    };
    const wish = { method, key: null, headers: { ...own, ...headers }, ...(body !== undefined && { body }) };
    const answer = await ask<T>(`${server.url}/api/v1`, path, wish);
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return answer;
  };
  return { send, cookie: () => cookie };
};

type Browser = ReturnType<typeof createBrowser>;

/** Starts the bot as the link does, and reads the code that it tells. */
const readCode = async (studio: Studio, payload: string, person = EMMA): Promise<string> => {
  const chat = studio.as(person);
  const before = chat.messages().length;
  await chat.start(payload);
  return chat.waitFor(() =>
    chat
      .messages()
      .slice(before)
      .map(({ text }) => /\b\d{6}\b/.exec(text)?.[0])
      .find((found) => found !== undefined),
  );
};

/** Follows the link into the chat, reads the code there, types it in the page. */
const signIn = async (studio: Studio, browser: Browser, person = EMMA): Promise<Answer> => {
  const { status, body } = await browser.send<{ ticket: string; link: string }>('POST', '/sign-in/codes', { body: {} });
  assert.equal(status, 201);
  const [, bot, payload = ''] = /^https:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(body.link) ?? [];
  assert.equal(bot, BOT.username);
  const code = await readCode(studio, payload, person);
  return browser.send('POST', '/sessions', { body: { ticket: body.ticket, code } });
};

const open = (t: TestContext, settings: Record<string, string> = {}) =>
  openStudio(t, { delivery: 'webhook', prepare, settings });

test('somebody signs in by the code that the bot tells them, books on the page, and signs out', async (t) => {
  const studio = await open(t);
  const browser = createBrowser(studio);
  assert.equal((await browser.send('GET', '/bookings')).status, 401);
  const opened = await signIn(studio, browser, ANNA);
  assert.deepEqual([opened.status, opened.body['token'], opened.body['device']], [201, null, 'Firefox, Linux']);
  assert.match(opened.headers.getSetCookie()[0] ?? '', /^okno=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
  const text = studio
    .as(ANNA)
    .messages()
    .map((message) => message.text)
    .join('\n');
  assert.match(text, /Firefox, Linux/, 'the chat says where the code was asked for');
  assert.equal((await browser.send('GET', '/me')).body['role'], 'client');
  type Slots = { days: { slots: { starts_at: string; specialist_id: string }[] }[] };
  const services = await browser.send<{ items: { id: string }[] }>('GET', '/services');
  const service_id = services.body.items[0]?.id ?? '';
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const free = await browser.send<Slots>(
    'GET',
    `/schedule/free-slots/range?service_id=${service_id}&from=${day(2)}&to=${day(9)}`,
  );
  const slot = free.body.days.flatMap(({ slots }) => slots)[0];
  assert.ok(slot !== undefined);
  const { starts_at, specialist_id } = slot;
  const booked = await browser.send('POST', '/bookings', { body: { service_id, specialist_id, starts_at } });
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  await studio.as(ANNA).waitFor((chat) => chat.messages().length > 0 && chat.lastMessage('bot')?.text.includes('✅'));
  const key = browser.cookie();
  assert.equal((await browser.send('DELETE', '/me/session')).status, 200);
  assert.equal(browser.cookie(), 'okno=');
  const stolen = await browser.send('GET', '/bookings', { headers: { cookie: key } });
  assert.equal(stolen.status, 401, 'the cookie of before opens nothing');
  assert.equal((await browser.send('GET', '/services', { headers: { cookie: key } })).status, 200);
});

test('a bot on another server tells the code as well, and nobody else who knows its key can sign in by it', async (t) => {
  const studio = await open(t);
  const browser = createBrowser(studio);
  const { body } = await browser.send<{ link: string; ticket: string }>('POST', '/sign-in/codes', { body: {} });
  const link = body.link.split('start=in_')[1] ?? '';
  const person = { bot_id: botId(BOT), telegram_id: ANNA.id, name: 'Anna', language: 'en' };
  const envelope = {
    name: 'sign_in.take_code',
    input: { link },
    request_id: 'r-1',
    caller: { via: 'telegram', ...person },
  };
  const far = await ask<{ result: { code: string } }>(`${studio.server.url}/api/v1`, '/internal/call', {
    method: 'POST',
    body: envelope,
  });
  const { code } = far.body.result;
  const stranger = await createBrowser(studio).send('POST', '/sessions', { body: { ticket: link, code } });
  assert.equal(stranger.status, 403, 'the link is not the ticket');
  assert.equal((await browser.send('POST', '/sessions', { body: { ticket: body.ticket, code } })).status, 201);
  assert.equal((await browser.send('GET', '/me')).body['role'], 'client');
});

test('with Redis codes work and end alike; while it is away nobody signs in, and who has signed in does not notice', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const studio = await open(t, { REDIS_URL: redis.url });
  const browser = createBrowser(studio);
  const { body } = await browser.send<{ ticket: string; link: string }>('POST', '/sign-in/codes', { body: {} });
  const code = await readCode(studio, body.link.split('start=')[1] ?? '');
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const tries: unknown[] = [];
  for (let time = 0; time < 5; time += 1)
    tries.push((await browser.send('POST', '/sessions', { body: { ticket: body.ticket, code: wrong } })).body['left']);
  assert.deepEqual(tries, [4, 3, 2, 1, 0]);
  assert.equal((await browser.send('POST', '/sessions', { body: { ticket: body.ticket, code } })).status, 403);
  const opened = await signIn(studio, browser);
  assert.equal(opened.status, 201);
  await redis.kill();
  const away = await browser.send('POST', '/sign-in/codes', { body: {} });
  assert.deepEqual([away.status, away.body['code']], [503, 'unavailable']);
  assert.equal((await browser.send('GET', '/me')).body['role'], 'super_admin');
});

test('whoever has lost the device signs out on all pages from the chat', async (t) => {
  const studio = await open(t);
  const lost = createBrowser(studio);
  await signIn(studio, lost);
  const chat = studio.as(EMMA);
  const see = (text: string) => chat.waitFor(() => chat.lastMessage('bot')?.text.includes(text));
  await chat.tap('🏠 Menu');
  await see('How can I help?');
  await chat.tap('👤 My data');
  await see('knows about you');
  await chat.tap('💻 Where I am signed in');
  await see('Firefox, Linux');
  await chat.tap('🚪 Sign out everywhere');
  await see('signed out on all pages');
  assert.equal((await lost.send('GET', '/bookings')).status, 401);
});

test('a page of another site, and a code of another page, open nothing', async (t) => {
  const studio = await open(t);
  const browser = createBrowser(studio);
  await signIn(studio, browser);
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  assert.equal((await browser.send('DELETE', '/me/sessions', { headers: evil })).status, 403);
  assert.equal((await browser.send('PATCH', '/me', { body: { language: 'ru' }, headers: evil })).status, 403);
  const mine = await browser.send<{ items: unknown[] }>('GET', '/me/sessions');
  assert.equal(mine.body.items.length, 1);
  const wrong = { ticket: 'x'.repeat(43), code: '123456' };
  const refused = await createBrowser(studio).send('POST', '/sessions', { body: wrong });
  assert.deepEqual([refused.status, refused.body['code'], refused.body['left']], [403, 'wrong_code', 0]);
  assert.deepEqual(refused.headers.getSetCookie(), []);
});

test('nothing of a session reaches another business, nor a link the other’s bot', async (t) => {
  const studio = await open(t);
  const browser = createBrowser(studio);
  await signIn(studio, browser);
  assert.equal((await browser.send('GET', '/staff')).status, 200);
  const there = { 'x-tenant': 'other' };
  assert.equal((await browser.send('GET', '/staff', { headers: there })).status, 401);
  assert.equal((await browser.send('GET', '/me', { headers: there })).body['role'], 'guest');
  const { body } = await browser.send<{ link: string; ticket: string }>('POST', '/sign-in/codes', { body: {} });
  const payload = body.link.split('start=')[1] ?? '';
  const other = studio.as(EMMA, OTHER_BOT);
  await other.start(payload);
  await other.waitFor((chat) => chat.lastMessage('bot')?.text.includes('no longer works'));
  assert.doesNotMatch(
    other
      .messages()
      .map(({ text }) => text)
      .join('\n'),
    /\b\d{6}\b/,
  );
});

test('whoever opens a Mini App is signed in by Telegram’s word, in that business and for an hour', async (t) => {
  const studio = await open(t);
  const tma = (data: string) => ({ headers: { authorization: `tma ${data}` } });
  const good = studio.as(EMMA).initData();
  const browser = createBrowser(studio);
  assert.equal((await browser.send('GET', '/me', tma(good))).body['role'], 'super_admin');
  assert.equal((await browser.send('GET', '/me', tma(studio.as(EMMA, OTHER_BOT).initData()))).status, 403);
  assert.equal((await createBrowser(studio, 'other').send('GET', '/me', tma(good))).status, 403);
  const forged = good.replace(`%22id%22%3A${EMMA.id}`, `%22id%22%3A${ANNA.id}`);
  assert.notEqual(forged, good);
  assert.equal((await browser.send('GET', '/me', tma(forged))).status, 403);
  const opened = await browser.send('POST', '/sessions', { body: {}, ...tma(good) });
  assert.deepEqual([opened.status, opened.body['opened_by']], [201, 'mini_app']);
  studio.emulator.clock.advance(3_700_000);
  assert.equal((await browser.send('GET', '/me', tma(good))).status, 401);
  assert.equal((await browser.send('GET', '/me')).body['role'], 'super_admin', 'the session lives longer');
  assert.equal((await browser.send('GET', '/me', tma(studio.as(EMMA).initData()))).status, 200);
});

test('an owner who has signed in makes keys for programs, changes them and takes them back', async (t) => {
  const studio = await open(t);
  const owner = createBrowser(studio);
  await signIn(studio, owner);
  type Key = { id: string; secret: string };
  const body = { name: 'Website', scopes: ['read'] };
  const { status, body: key } = await owner.send<Key>('POST', '/service-keys', { body });
  assert.equal(status, 201);
  const program = (secret: string, path: string, wish: object = {}) =>
    ask(`${studio.server.url}/api/v1`, path, { key: secret, ...wish });
  assert.equal((await program(key.secret, '/bookings')).status, 200);
  assert.equal((await program(key.secret, '/bookings', { headers: { 'x-tenant': 'other' } })).status, 403);
  const refused = await program(key.secret, '/rooms', { method: 'POST', body: { name: 'x' } });
  assert.deepEqual([refused.status, refused.body['code']], [403, 'forbidden']);
  const next = await owner.send<Key>('POST', `/service-keys/${key.id}/rotation`, { body: {} });
  assert.equal((await program(next.body.secret, '/bookings')).status, 200);
  assert.equal((await owner.send('DELETE', `/service-keys/${key.id}`)).status, 200);
  assert.equal((await program(key.secret, '/bookings')).status, 403);
  assert.equal((await program(next.body.secret, '/bookings')).status, 200);
  const client = createBrowser(studio);
  await signIn(studio, client, ANNA);
  assert.equal((await client.send('GET', '/service-keys')).status, 403);
  const log = studio.log.text();
  for (const secret of [key.secret, next.body.secret, owner.cookie().split('=')[1] ?? '?'])
    assert.ok(!log.includes(secret), 'no secret stands in the log');
});

test('pages of the sites in CORS_ORIGINS may ask, and take the session along', async (t) => {
  const friend = 'https://salon.example';
  const studio = await open(t, { CORS_ORIGINS: friend });
  const browser = createBrowser(studio);
  await signIn(studio, browser);
  const headers = { origin: friend, 'sec-fetch-site': 'cross-site' };
  const answer = await browser.send('PATCH', '/me', { body: { language: 'en' }, headers });
  assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, friend]);
});

test('the curl examples of docs/sign-in.md work as they stand', async (t) => {
  if (requireProgram(t, 'curl') === null) return;
  const studio = await open(t);
  await studio.rows(
    `update bots set revoked_at = now() where tenant_id = (select tenant_id from tenants where slug = 'other')`,
  );
  const text = readFileSync(new URL('../../docs/sign-in.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  assert.equal(blocks.length, 4);
  const head = `set -e\ncurl() { command curl --fail-with-body -H 'X-Tenant: demo' "$@"; echo; }\n`;
  const script = head + blocks.join('').replaceAll('http://127.0.0.1:8080', studio.server.url);
  const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  shell.stdout.on('data', (data) => {
    said += data;
    const payload = /start=(in_[\w-]{43})\n/.exec(said)?.[1];
    if (payload !== undefined && shell.stdin.writable)
      void readCode(studio, payload).then((code) => shell.stdin.end(`${code}\n`));
  });
  const [status] = await once(shell, 'close');
  assert.equal(status, 0, said);
  const answers = said.split('\n').filter((line) => line.startsWith('{'));
  assert.deepEqual(
    answers.map((line) => Object.keys(JSON.parse(line)).slice(0, 2)),
    [['id', 'device'], ['role', 'name'], ['role', 'name'], ['items'], ['items', 'page'], ['ended']],
    said,
  );
  assert.equal(JSON.parse(answers[2] ?? '')['language'], 'en');
});
