import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { readMetrics } from '../support/metrics.ts';
import { until } from './support/at-end.ts';
import { ask } from './support/rest.ts';
import { ANNA, MARIA, openStudio } from './support/studio.ts';
import { book, createVisitor } from './support/visitor.ts';

const TOKEN = 'a-token-of-the-metrics';

const open = async (t: TestContext) => {
  const studio = await openStudio(t, { delivery: 'webhook', settings: { METRICS_TOKEN: TOKEN } });
  const { url } = studio.server;
  const look = async () =>
    readMetrics(await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text());
  return { studio, url, look };
};

test('metrics are read by whoever shows the token, and by nobody else', async (t) => {
  const { url } = await open(t);
  const status = async (headers: Record<string, string>) => (await fetch(`${url}/metrics`, { headers })).status;
  assert.equal(await status({}), 401);
  assert.equal(await status({ authorization: 'Bearer another-token-of-it' }), 403);
  assert.equal(await status({ authorization: TOKEN }), 401);
  assert.equal(await status({ authorization: `Bearer ${TOKEN}` }), 200);
  const unset = await openStudio(t, { delivery: 'webhook' });
  assert.equal((await fetch(`${unset.server.url}/metrics`)).status, 404);
  assert.equal(
    (await fetch(`${unset.server.url}/metrics`, { headers: { authorization: 'Bearer undefined' } })).status,
    404,
  );
});

test('a booking in the chat is counted where it passes: request, action, Telegram, message', async (t) => {
  const { studio, look } = await open(t);
  await studio.as(MARIA).type('/start');
  const before = await look();
  await book(createVisitor(studio.as(ANNA), 'ru'), { day: 3, time: 1 });
  const sent = async () => (await look()).value('okno_deliveries_total', { status: 'sent' });
  await until('the specialist is told', async () => (await sent()) > 0);
  const told = await look();
  const more = (name: string, labels: Record<string, string>) => told.value(name, labels) - before.value(name, labels);
  assert.equal(more('okno_bookings_total', { act: 'made' }), 1);
  assert.equal(more('okno_actions_total', { action: 'bookings.create', outcome: 'done' }), 1);
  assert.ok(told.value('okno_telegram_calls_total', { method: 'sendMessage', outcome: 'ok' }) > 0);
  const route = { method: 'POST', route: '/tg/webhook/:bot', status: '200' };
  assert.ok(told.value('okno_http_request_duration_seconds_count', route) > 2);
  assert.ok(told.value('okno_cache_lookups_total', { cache: 'tenants', hit: 'true' }) > 0);
  assert.equal(told.value('okno_database_up', {}), 1);
  assert.ok(told.value('okno_due_items_total', { outcome: 'done' }) > 0);
  assert.ok(told.value('okno_pool_connections', { pool: 'app', state: 'idle' }) > 0);
});

test('refusals are counted by their code, and what nobody serves by no name of its own', async (t) => {
  const { url, look } = await open(t);
  const id = '0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b';
  assert.equal((await ask(`${url}/api/v1`, `/bookings/${id}/cancellation`, { method: 'POST', body: {} })).status, 404);
  for (const path of ['/wp-admin.php', `/${id}`, '/api/v1/nothing']) await fetch(`${url}${path}`);
  const told = await look();
  assert.equal(told.value('okno_bookings_refused_total', { act: 'cancelled', code: 'not_found' }), 1);
  assert.equal(
    told.value('okno_http_request_duration_seconds_count', { method: 'GET', route: 'none', status: '404' }),
    3,
  );
});

test('no business, no person and no key stands in a metric', async (t) => {
  const { studio, url, look } = await open(t);
  await book(createVisitor(studio.as(ANNA), 'ru'), { day: 3, time: 1 });
  await ask(`${url}/api/v1`, '/services', { headers: { 'x-tenant': 'demo' } });
  const { text } = await look();
  // Numbers are values, and may be anything.
  const labels = [...text.matchAll(/\{(.*)\}/g)].map(([, one = '']) => one);
  assert.ok(labels.length > 100);
  const told = [...labels, text.replaceAll(/^[^#].*$/gm, '')].join('\n');
  const [tenant] = await studio.rows<{ id: string }>('select tenant_id::text as id from tenants');
  for (const word of [tenant?.id ?? '', 'demo', 'Анна', '1001', '7100001', 'token-of-the-studio', TOKEN, 'studio_bot'])
    assert.ok(word !== '' && !told.includes(word), word);
});
