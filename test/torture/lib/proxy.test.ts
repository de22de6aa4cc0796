import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createSender } from './http.ts';
import { startProxy } from './proxy.ts';

/** A server that counts what reaches it whole, behind a proxy. */
const openServer = async (t: TestContext) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    request.on('error', () => {}); // cut in the middle
    request.resume().on('end', () => {
      seen.push(request.url ?? '');
      response.end('{"done":true}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const proxy = await startProxy(t);
  proxy.leadTo((server.address() as AddressInfo).port);
  const send = createSender(t, { url: proxy.url, tenant: 'any', connections: 4 });
  const ask = () => send({ method: 'POST', path: '/things', body: { text: 'x'.repeat(200) } });
  return { proxy, ask, seen };
};

test('what passes the proxy unspoilt arrives as it was sent', async (t) => {
  const { ask, seen } = await openServer(t);
  const { status, text } = await ask();
  assert.deepEqual([status, text, seen], [200, '{"done":true}', ['/api/v1/things']]);
});

test('a dropped answer leaves the work done and the client without a word', async (t) => {
  const { proxy, ask, seen } = await openServer(t);
  proxy.dropAnswers(1);
  await assert.rejects(ask());
  assert.equal(seen.length, 1);
  assert.equal((await ask()).status, 200);
});

test('a request that is cut in the middle does nothing', async (t) => {
  const { proxy, ask, seen } = await openServer(t);
  proxy.cutRequests(1);
  await assert.rejects(ask());
  assert.equal(seen.length, 0);
  assert.equal((await ask()).status, 200);
});

test('connections that are cut are opened anew, and nobody is reached while the server is away', async (t) => {
  const { proxy, ask } = await openServer(t);
  await ask();
  assert.equal(proxy.cutAll(), 1);
  // Whether the client has noticed yet is a matter of luck.
  assert.equal((await ask().catch(ask)).status, 200);
  proxy.leadTo(null);
  proxy.cutAll();
  await assert.rejects(ask());
});
