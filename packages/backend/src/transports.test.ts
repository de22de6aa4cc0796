import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import { type AppError, type Call, createClient, httpTransport, localTransport, type Transport } from '@okno/contract';
import { testBackend } from './test-support/backend.ts';
import { slotAt } from './test-support/bookings.ts';
import { openStudio, refusalOf, type Studio } from './test-support/studio.ts';

const world = await testBackend({ after });

afterEach(() => assert.deepEqual(world.faults.splice(0), [], 'nothing broke'));

/** A backend on another machine, as far as its callers can tell. */
const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
  const answer = await world.backend.call(JSON.parse(body) as Call).then(
    (result) => ({ status: 200, body: { result } }),
    (error: AppError) => ({ status: error.status, body: error }),
  );
  response.writeHead(answer.status).end(JSON.stringify(answer.body));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => {
  server.closeAllConnections();
  server.close();
});

const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const near = localTransport(world.backend.call);
const far = httpTransport({ url, service_key: 'key', timeout_ms: 5_000 });

/** The same story over one of the two; what differs by chance is taken out. */
const story = async (transport: Transport, studio: Studio): Promise<unknown> => {
  const { service_id, specialist_id } = studio;
  const ask = createClient(transport, studio.caller(1001), 'request-1');
  const other = createClient(transport, studio.caller(1002), 'request-2');
  const once = { idempotency_key: 'once' };
  const first = await ask('bookings.create', slotAt(studio, '10:00'), once);
  const told = [
    await ask('people.me', {}),
    await ask('people.update_me', { language: 'ru' }),
    await ask('services.list', { limit: 1 }),
    await ask('scheduling.month', { service_id, specialist_id, month: '2031-03' }),
    first,
    await refusalOf(other('bookings.create', slotAt(studio, '10:00'))),
    await refusalOf(other('bookings.create', slotAt(studio, '12:00'), { idempotency_key: 'a b' })),
    await refusalOf(ask('bookings.create', slotAt(studio, '12:00'), once)),
    await refusalOf(other('bookings.get', { id: first.id })),
    await refusalOf(ask('bookings.get', { id: 'x' })),
    await refusalOf(transport({ name: 'nothing', input: {}, caller: studio.caller(1001), request_id: 'r' })),
    await ask('bookings.list', {}),
    await ask('bookings.create', slotAt(studio, '10:00'), once),
  ];
  assert.deepEqual(told.at(-1), first);
  const ids: string[] = [];
  const numbered = (id: string): string => {
    if (!ids.includes(id)) ids.push(id);
    return `id ${ids.indexOf(id)}`;
  };
  const text = JSON.stringify(told)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, numbered)
    .replace(/"created_at":"[^"]+"/g, '"created_at":""')
    .replaceAll(studio.slug, 'studio');
  return JSON.parse(text);
};

test('near and far tell the same story', async () => {
  const told = await story(near, await openStudio(world));
  assert.deepEqual(await story(far, await openStudio(world)), told);
});

test('a key that was used near gets the same answer far', async () => {
  const studio = await openStudio(world);
  const [here, there] = [near, far].map((transport) => createClient(transport, studio.caller(1001), 'r'));
  const once = { idempotency_key: 'once' };
  const booking = await here?.('bookings.create', slotAt(studio, '10:00'), once);
  assert.equal(
    JSON.stringify(await there?.('bookings.create', slotAt(studio, '10:00'), once)),
    JSON.stringify(booking),
  );
});

test('an answer that was lost on the way is asked for again with the same key', async () => {
  const studio = await openStudio(world);
  let lost = 0;
  const losing = httpTransport({
    url,
    service_key: 'key',
    timeout_ms: 5_000,
    fetch: async (address, init) => {
      const response = await fetch(address, init);
      if (lost > 0) return response;
      lost += 1;
      await response.text();
      throw new TypeError('fetch failed');
    },
  });
  const ask = createClient(losing, studio.caller(1001), 'r');
  const create = () => ask('bookings.create', slotAt(studio, '10:00'), { idempotency_key: 'once' });
  assert.deepEqual(await refusalOf(create()), { code: 'unavailable', params: {} });
  const booking = await create();
  const { items } = await ask('bookings.list', {});
  assert.deepEqual(items, [booking]);
});
