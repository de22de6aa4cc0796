import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError, createTexts } from '@okno/contract';
import pino from 'pino';
import { createApp } from './app.ts';
import { hideFeedSecret, type ReadFeed } from './feeds.ts';
import { NO_FAR_BOTS, STRANGERS } from './testing.ts';
import { createWakes } from './waiting.ts';

const SECRET = 'a_secret-of-43-characters-that-nobody-knows';
const FILE = { text: 'BEGIN:VCALENDAR\r\nX-WR-CALNAME:Мои записи\r\nEND:VCALENDAR\r\n', etag: '"abc"' };

const open = async (t: TestContext, readFeed: ReadFeed) => {
  const lines: string[] = [];
  const app = await createApp({
    call: async () => ({}),
    readFeed,
    keys: ['a-service-key-of-the-tests'],
    ...STRANGERS,
    operator: NO_FAR_BOTS,
    wakes: createWakes(),
    texts: createTexts(),
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    health: { isConnected: async () => true, isReady: () => true },
    version: '0',
    serveApi: true,
  });
  t.after(() => app.close());
  return { app, lines };
};

const known: ReadFeed = async (secret) => (secret === SECRET ? FILE : undefined);

test('a calendar is served to whoever knows its address, and kept by no cache of others', async (t) => {
  const { app } = await open(t, known);
  const { statusCode, headers, body } = await app.inject(`/calendars/${SECRET}.ics`);
  assert.equal(statusCode, 200);
  assert.equal(body, FILE.text);
  assert.equal(headers['content-type'], 'text/calendar; charset=utf-8');
  assert.equal(headers['cache-control'], 'private, no-cache');
  assert.equal(headers['etag'], '"abc"');
  assert.equal(headers['x-robots-tag'], 'noindex');
});

test('whoever has the same file already is told so', async (t) => {
  const { app } = await open(t, known);
  const statusOf = async (tag: string) =>
    (await app.inject({ url: `/calendars/${SECRET}.ics`, headers: { 'if-none-match': tag } })).statusCode;
  for (const tag of ['"abc"', 'W/"abc"', '"x", "abc"', '*']) assert.equal(await statusOf(tag), 304, tag);
  for (const tag of ['"x"', 'abc', '"ab"']) assert.equal(await statusOf(tag), 200, tag);
});

test('what is unknown, revoked or no address at all gets one and the same answer', async (t) => {
  const { app } = await open(t, known);
  const answers = await Promise.all(
    [`${'x'.repeat(43)}.ics`, `${SECRET}`, `${SECRET}.txt`, 'short.ics', `${SECRET}x.ics`, '%2e%2e.ics'].map((file) =>
      app.inject({ url: `/calendars/${file}`, headers: { 'x-request-id': 'the-same-id' } }),
    ),
  );
  for (const answer of answers) {
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.body, answers[0]?.body);
  }
});

test('the log tells no secret', async (t) => {
  const { app, lines } = await open(t, known);
  await app.inject(`/calendars/${SECRET}.ics`);
  await app.inject(`/calendars/${SECRET}`);
  await app.inject(`/calendars/${SECRET}.ics?x=1`);
  assert.equal(lines.length, 3);
  for (const line of lines) {
    assert.ok(!line.includes(SECRET), line);
    assert.match(line, /\/calendars\/\[secret\]/);
  }
});

test('when the database is away it says so, and changes of the address are refused', async (t) => {
  const { app } = await open(t, async () => {
    throw new AppError('unavailable');
  });
  assert.equal((await app.inject(`/calendars/${SECRET}.ics`)).statusCode, 503);
  assert.equal((await app.inject({ method: 'POST', url: `/calendars/${SECRET}.ics` })).statusCode, 405);
});

test('the log tells no secret, however the address is spelt', async (t) => {
  const { app, lines } = await open(t, known);
  const { statusCode } = await app.inject(`/%63alendars/${SECRET}.ics`);
  assert.equal(statusCode, 200, 'the spelling leads to the calendar');
  assert.ok(!lines.join().includes(SECRET), lines.join());
  for (const path of [
    `/%63alendars/${SECRET}.ics`,
    `/calendars%2f${SECRET}.ics`,
    `http://okno.example/calendars/${SECRET}.ics`,
    `//calendars/${SECRET}.ics`,
    `//okno.example//calendars//${SECRET}`,
    `/%63alendars/${SECRET}%2eics`,
    `/%63alendars/${SECRET}%2Eics`,
    `/%63alendars/%${SECRET.charCodeAt(0).toString(16)}${SECRET.slice(1)}.ics`,
    `/CALENDARS/${SECRET}.ics/`,
  ])
    assert.ok(!hideFeedSecret(path).includes(SECRET.slice(1)), path);
  const plain = '/api/v1/bookings/0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b/cancel';
  assert.equal(hideFeedSecret(plain), plain);
});
