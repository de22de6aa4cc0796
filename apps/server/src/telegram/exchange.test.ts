import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Pool } from 'undici';
import { exchange } from './exchange.ts';

/** A pool of one connection to a server that answers in this way. */
const open = async (t: TestContext, answer: RequestListener): Promise<Pool> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1 });
  t.after(async () => {
    await pool.destroy();
    server.closeAllConnections();
    server.close();
  });
  return pool;
};

const post = (pool: Pool, path: string, timeout_ms = 5_000) => exchange(pool, { path, body: '{"a":"я"}', timeout_ms });

test('JSON goes out, and an answer in pieces comes back whole, with its status', async (t) => {
  const pool = await open(t, (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      response.writeHead(404, { 'content-type': 'application/json' }).write('[');
      setImmediate(() => response.end(`${String(Buffer.concat(pieces))},"${request.headers['content-type']}"]`));
    });
  });
  const { status, body } = await post(pool, '/');
  assert.equal(status, 404);
  assert.deepEqual(JSON.parse(body.toString()), [{ a: 'я' }, 'application/json']);
});

test('an answer that does not come counts as lost, also to whoever waits for the connection, which is free again', async (t) => {
  const asked: (string | undefined)[] = [];
  const pool = await open(t, ({ url }, response) => {
    asked.push(url);
    if (url === '/well') response.end('{}');
  });
  await Promise.all([
    assert.rejects(post(pool, '/hangs', 30), /no answer after 30 ms/),
    assert.rejects(post(pool, '/waits', 10), /no answer after 10 ms/),
  ]);
  assert.equal((await post(pool, '/well')).status, 200);
  assert.deepEqual(asked, ['/hangs', '/well'], 'what nobody waits for any more is not asked');
});

test('what undici throws is thrown', async (t) => {
  const pool = await open(t, (request) => request.socket.destroy());
  await assert.rejects(post(pool, '/'), { code: 'UND_ERR_SOCKET' });
});
