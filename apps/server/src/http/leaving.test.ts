import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { until } from '../../../../test/support/until.ts';
import { ANSWERS_TO_THE_END, createLeaving, endIdle } from './leaving.ts';

/** A server that takes leave, and somebody who has kept a connection to it. */
const openHouse = async (t: TestContext, ms: number, wait?: (ms: number) => Promise<void>) => {
  const leaving = createLeaving(ms, wait);
  const server = createServer((_, response) => {
    leaving.mark(response);
    response.end('here');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  /** What the answer says of the connection; `refused` when nobody is let in. */
  const ask = (agent: Agent | false) =>
    new Promise<string | undefined>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, agent }, (answer) => {
        answer.resume().on('end', () => resolve(answer.headers.connection));
      });
      asked.on('error', (error: { code?: string }) =>
        error.code === 'ECONNREFUSED' ? resolve('refused') : reject(error),
      );
      asked.end();
    });
  t.after(() => {
    kept.destroy();
    server.close();
    server.closeAllConnections();
  });
  return { leaving, server, kept, ask };
};

test('who takes leave answers everybody for a while, then lets nobody new in, and ends kept connections with an answer', async (t) => {
  const time = Promise.withResolvers<void>();
  const { leaving, server, kept, ask } = await openHouse(t, 150, () => time.promise);
  assert.equal(await ask(kept), 'keep-alive');
  leaving.begin(server);
  assert.deepEqual([leaving.isStopping(), leaving.hasLeft()], [true, false]);
  assert.equal(await ask(false), 'close', 'as this one wanted it');
  assert.equal(await ask(kept), 'keep-alive', 'as before');
  time.resolve();
  await until('nobody new is let in', async () => (await ask(false)) === 'refused');
  assert.equal(
    await ask(kept),
    'close',
    'the request that came along a kept connection is answered, and is its last one',
  );
  await leaving.left();
  assert.equal(leaving.hasLeft(), true);
});

test('nobody waits for kept connections along which nothing comes, and without time for it no leave is taken', async (t) => {
  const waits: number[] = [];
  const patient = await openHouse(t, 60, async (ms) => void waits.push(ms));
  await patient.ask(patient.kept);
  patient.leaving.begin(patient.server);
  await patient.leaving.left();
  assert.deepEqual(waits, [60, 20, 20, 20], 'as long as was said, and then as long at most for those who are kept');
  assert.equal(await patient.ask(patient.kept), 'close');
  const hasty = await openHouse(t, 0);
  hasty.leaving.begin(hasty.server);
  await hasty.leaving.left();
  assert.equal(hasty.leaving.hasLeft(), true);
  assert.equal(await hasty.ask(hasty.kept), 'keep-alive', 'whoever ends the server ends this');
});

const ASKED = 'GET / HTTP/1.1\r\nhost: here\r\n\r\n';

/** All that is answered along a connection on which somebody asks once more while the server is being closed. */
const askWhileClosing = async (options: { readonly return503OnClosing?: boolean }): Promise<string> => {
  const app = fastify(options);
  app.get('/', async () => 'here');
  const kept = Promise.withResolvers<ReturnType<typeof connect>>();
  // It is being closed, and not yet shut.
  app.addHook('preClose', async () => {
    (await kept.promise).write(ASKED);
    await until('it has come', () => asked === 1);
  });
  let asked = 0;
  app.server.on('request', () => {
    asked += 1;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const answered = text(socket);
  kept.resolve(socket);
  await app.close();
  socket.end();
  return answered;
};

test('whoever asks while the server is being closed is answered, and that was their last answer', async () => {
  const answered = await askWhileClosing(ANSWERS_TO_THE_END);
  assert.match(answered, /^HTTP\/1.1 200 OK\r\n/);
  assert.match(answered, /\r\nconnection: close\r\n/i);
  assert.match(await askWhileClosing({}), /^HTTP\/1.1 503 /, 'the control: left to itself it refuses');
});

/** What comes along a kept connection when this ends it just after a request has been sent. */
const askBeforeTheEnd = async (end: (server: ReturnType<typeof createServer>) => unknown): Promise<string> => {
  const server = createServer((_, response) => response.end('here'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const kept = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const answered = text(kept).catch((error: NodeJS.ErrnoException) => `${error.code}`);
  await once(server, 'connection');
  kept.write(ASKED);
  await end(server);
  kept.end();
  server.close();
  return answered;
};

test('what has come along a kept connection is read before it is ended', async () => {
  assert.match(await askBeforeTheEnd(endIdle), /^HTTP\/1.1 200 OK/);
  const broken = await askBeforeTheEnd((server) => server.closeIdleConnections());
  assert.doesNotMatch(broken, /200/, 'the control: ended at once, it is never read');
});
