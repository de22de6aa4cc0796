import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { atEnd, until } from './support/at-end.ts';
import { ask } from './support/rest.ts';
import { openStudio } from './support/studio.ts';

type Item = { readonly id: string };
type Import = { readonly id: string; readonly state: string; readonly error: string | null };

test('a booking made by REST appears in the specialist’s calendar, whose address works until it is revoked', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const [service] = (await ask<{ items: (Item & { specialist_ids: string[] })[] }>(api, '/services')).body.items;
  const specialist_id = service?.specialist_ids[0];
  const month = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 7);
  const of = `service_id=${service?.id}&specialist_id=${specialist_id}&month=${month}`;
  const { nearest } = (await ask<{ nearest: { starts_at: string } }>(api, `/schedule/month?${of}`)).body;
  const client = { name: 'Вера; с запятой, и переносом', phone: '+7 900 123-45-67' };
  const wish = { service_id: service?.id, specialist_id, starts_at: nearest.starts_at, client };
  const booking = await ask(api, '/bookings', { method: 'POST', body: wish });
  assert.equal(booking.status, 201, JSON.stringify(booking.body));

  const feed = await ask(api, '/calendar-feeds', { method: 'POST', body: { specialist_id } });
  assert.equal(feed.status, 201, JSON.stringify(feed.body));
  const address = `${studio.server.url}${feed.body['path']}`;
  const file = await fetch(address);
  assert.equal(file.headers.get('content-type'), 'text/calendar; charset=utf-8');
  const text = (await file.text()).replaceAll('\r\n ', '');
  assert.match(text, new RegExp(`UID:${booking.body['id']}@okno`));
  assert.ok(text.includes(String.raw`Вера\; с запятой\, и переносом`), text);
  const again = await fetch(address, { headers: { 'if-none-match': file.headers.get('etag') ?? '' } });
  assert.equal(again.status, 304);

  assert.equal((await ask(api, `/calendar-feeds/${feed.body['id']}`, { method: 'DELETE' })).status, 200);
  assert.equal((await fetch(address)).status, 404);
  assert.ok(!studio.log.text().includes(String(feed.body['path']).slice(11, -4)), 'the log tells no secret');
  studio.log.assertCalm();
});

test('an address that leads to this machine is refused with its field, however it is spelled, and never asked', async (t) => {
  const asked: (string | undefined)[] = [];
  const near = createServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => near.listen(0, '127.0.0.1', resolve));
  atEnd(t, async () => near.close());
  const { port } = near.address() as AddressInfo;
  const studio = await openStudio(t, { delivery: 'webhook' });
  const api = `${studio.server.url}/api/v1`;
  const [specialist] = (await ask<{ items: Item[] }>(api, '/specialists')).body.items;
  const path = `/specialists/${specialist?.id}/calendar-imports`;
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]']) {
    const made = await ask(api, path, { method: 'POST', body: { url: `http://${host}:${port}/me.ics` } });
    assert.equal(made.status, 400, JSON.stringify(made.body));
    assert.deepEqual(made.body['errors'], [{ field: 'url', rule: 'must use port 80, 443, 8080 or 8443' }], host);
    const usual = await ask(api, path, { method: 'POST', body: { url: `http://${host}/me.ics` } });
    assert.deepEqual(usual.body['errors'], [{ field: 'url', rule: 'must lead into the open internet' }], host);
  }
  const unknown = await ask(api, path, { method: 'POST', body: { url: 'http://calendar.invalid/me.ics' } });
  assert.equal(unknown.status, 201, 'where a name leads is found out when it is asked');
  const list = async () => (await ask<{ items: Import[] }>(api, path)).body.items;
  await until('all were looked at', async () => (await list()).every(({ state }) => state !== 'waiting'));
  assert.deepEqual(
    (await list()).map(({ state, error }) => `${state} ${error}`),
    ['failing unreachable'],
  );
  assert.deepEqual(asked, []);
  studio.log.assertCalm();
});
