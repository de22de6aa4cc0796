import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { createOutside } from '../outside/outside.ts';
import { createOutcall } from './webhook.ts';

const ANY = { address: () => true, port: () => true };

test('a message is taken when it was answered with 2xx, and by nobody near us', async (t) => {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ request, body });
    const status = Number(request.url?.slice(1));
    response.writeHead(status, status === 302 ? { location: '/200' } : {}).end('thanks');
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address !== 'string');
  const message = { headers: { 'okno-attempt': '1' }, body: '{"event":"reminder_triggered"}' };
  const near = createOutside({ allowed: ANY });
  const far = createOutside();
  t.after(() => Promise.all([near.close(), far.close()]));
  const post = createOutcall(near);
  const results = await Promise.all(
    [200, 204, 302, 404, 500].map((code) => post(`http://127.0.0.1:${address.port}/${code}`, message)),
  );
  assert.deepEqual(
    results.map((one) => (one.taken ? 'taken' : one.reason)),
    ['taken', 'taken', 'unreachable', 'status_404', 'status_500'],
  );
  assert.equal(seen.length, 5, 'a redirect is not followed');
  assert.ok(
    seen.every(
      ({ request, body }) =>
        request.method === 'POST' && body === message.body && request.headers['okno-attempt'] === '1',
    ),
  );
  assert.deepEqual(await createOutcall(far)(`http://127.0.0.1:${address.port}/200`, message), {
    taken: false,
    reason: 'address_refused',
  });
  assert.equal(seen.length, 5, 'nothing near us is asked');
});
