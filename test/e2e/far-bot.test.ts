import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './support/at-end.ts';
import { ask } from './support/rest.ts';
import { ANNA, BOT, botId, openStudio } from './support/studio.ts';

type Pulled = { items: { id: string; lease: string; message: { telegram_id: number; booking: { id: string } } }[] };

test('a bot on another server fetches over HTTP what the worker here does not say, with a service key only', async (t) => {
  const { server, rows, as, emulator } = await openStudio(t, { delivery: 'polling' });
  const root = `${server.url}/api/v1`;
  await as(ANNA).type('/start');
  await until('Anna is known', async () => (await rows('select from chats')).length > 0);
  // Or the greeting may come when it has been given away, and be taken for what must not be said here.
  await until('Anna is greeted', () => emulator.calls.some(({ method }) => method === 'sendMessage'));
  const bot_id = botId(BOT);
  const far = { method: 'PUT', body: { delivery: 'far' } };
  assert.equal((await ask(root, `/internal/bots/${bot_id}/delivery`, { ...far, key: null })).status, 401);
  assert.equal((await ask(root, `/internal/bots/${bot_id}/delivery`, { ...far, key: 'another' })).status, 403);
  assert.equal((await ask(root, `/internal/bots/${bot_id}/delivery`, far)).status, 200);

  const [client] = await rows<{ id: string }>('select id from clients where telegram_id = $1', [ANNA.id]);
  const services = await ask<{ items: { id: string }[] }>(root, '/services');
  const service_id = services.body.items[0]?.id ?? '';
  const [from, to] = [2, 20].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  type Range = { days: { slots: { starts_at: string; specialist_id: string }[] }[] };
  const range = await ask<Range>(root, `/schedule/free-slots/range?service_id=${service_id}&from=${from}&to=${to}`);
  const slot = range.body.days.flatMap(({ slots }) => slots)[0];
  emulator.clearCalls();
  const body = { service_id, client_id: client?.id, starts_at: slot?.starts_at, specialist_id: slot?.specialist_id };
  const booked = await ask<{ id: string }>(root, '/bookings', { method: 'POST', body });
  assert.equal(booked.status, 201);

  const pending = `/internal/notifications/pending?bot_id=${bot_id}&limit=5`;
  assert.equal((await ask(root, pending, { key: null })).status, 401);
  assert.equal((await ask(root, pending, { key: 'another' })).status, 403);
  const item = await until('something can be fetched', async () => {
    const { status, body: pulled } = await ask<Pulled>(root, pending);
    assert.equal(status, 200);
    return pulled.items[0];
  });
  assert.deepEqual([item.message.telegram_id, item.message.booking.id], [ANNA.id, booked.body.id]);
  assert.deepEqual((await ask<Pulled>(root, pending)).body.items, []);
  const told = { method: 'PATCH', body: { lease: item.lease, status: 'sent', message_id: 5 } };
  const reported = await ask(root, `/internal/notifications/${item.id}`, told);
  assert.deepEqual([reported.status, reported.body['status']], [200, 'sent']);
  const sent = emulator.calls.filter(({ method }) => method === 'sendMessage');
  assert.deepEqual(sent, [], 'the worker here has said nothing');

  const list = await ask<{ items: { status: string; kind: string }[] }>(
    root,
    `/notifications?booking_id=${booked.body.id}`,
  );
  assert.deepEqual(
    list.body.items.filter(({ kind }) => kind === 'booking_created').map(({ status }) => status),
    ['sent'],
  );
});
