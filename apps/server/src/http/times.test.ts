import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { openListener } from './testing-app.ts';

test('every limit of the server on how long a request may take is set', async (t) => {
  const { app } = await openListener(t);
  const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = app.server;
  assert.deepEqual(
    [headersTimeout, requestTimeout, keepAliveTimeout, maxConnections],
    [10_000, 30_000, 72_000, 10_000],
  );
});

/** A connection that sends the beginning of a request and nothing more; resolves with what it is told in the end. */
const sendSlowly = async (port: number, beginning: string): Promise<{ socket: Socket; told: Promise<string> }> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const told = once(socket, 'close').then(() => text);
  socket.write(beginning);
  return { socket, told };
};

test('who sends headers or a body too slowly is cut with 408, and meanwhile the others are served', async (t) => {
  const { app } = await openListener(t);
  // The same server with less patience, and enough for who is honest: a connection counts from when it is accepted, before its first byte.
  app.server.headersTimeout = 2_000;
  app.server.requestTimeout = 4_000;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const headers = await Promise.all(
    Array.from({ length: 100 }, () => sendSlowly(port, 'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-A: ')),
  );
  const bodies = await Promise.all(
    Array.from({ length: 100 }, () =>
      sendSlowly(
        port,
        'POST /api/v1/bookings HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      ),
    ),
  );
  const served = await fetch(`http://127.0.0.1:${port}/api/v1/services`);
  assert.equal(served.status, 200);
  for (const { told } of [...headers, ...bodies]) assert.match(await told, /^HTTP\/1\.1 408 .*request_timeout/s);
});

test('one address cannot hold all connections', async (t) => {
  const { app } = await openListener(t);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const sockets = Array.from({ length: 1_001 }, () => connect(port, '127.0.0.1'));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  const cut = await Promise.race(sockets.map((socket) => once(socket, 'close').then(() => true)));
  assert.equal(cut, true);
  assert.equal(sockets.filter(({ closed }) => closed).length, 1);
});
