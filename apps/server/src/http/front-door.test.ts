import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { createTexts, Problem } from '@okno/contract';
import { createLaneOf } from '../load/bounded.ts';
import { createFrontDoor } from './front-door.ts';

type Headers = Readonly<Record<string, string>>;

/** A server at whose front door everybody waits in vain whose lane is among `hopeless`, and `serve` answers the others. */
const open = async (t: TestContext, hopeless: readonly string[], { only, serve = async () => {} }: Wanted = {}) => {
  const state = { refused: 0 };
  const laneOf = createLaneOf((caller) => ('tenant' in caller ? (caller.tenant ?? only) : undefined));
  const first = Promise.withResolvers<void>();
  const gate = {
    pass: async <T>(_lane: string, _patience_ms: number, work: () => Promise<T>) => work(),
    isHopeless: (lane: string) => hopeless.includes(lane),
    noteRefused: () => {
      state.refused += 1;
      first.resolve();
    },
    load: () => ({ working: 0, waiting: 0, refused: state.refused }),
  };
  const door = createFrontDoor({ gate, laneOf, patience_ms: 250, texts: createTexts() });
  const server = createServer(async (request, response) => {
    if (door(request, response)) return;
    await serve(first.promise);
    response.end('served');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const ask = async (headers: Headers, path = '/api/v1/services') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const statusOf = async (headers: Headers, path?: string): Promise<number> => {
    const answer = await ask(headers, path);
    await answer.text();
    return answer.status;
  };
  /** Sends these along one connection without waiting for any answer; gives all answers as they come. */
  const sendAll = async (requests: readonly string[]): Promise<string[]> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(requests.join(''));
    const answers = await text(socket);
    return answers.split(/(?=HTTP\/1\.1 \d{3} )/);
  };
  return { ask, statusOf, sendAll, state };
};

type Wanted = {
  /** The only business there is. */
  readonly only?: string;
  /** What is done for whoever is not refused; given what ends with the first refusal. */
  readonly serve?: (first: Promise<void>) => Promise<void>;
};

test('whoever would wait in vain is refused at the door, and only they', async (t) => {
  const { statusOf, state } = await open(t, ['busy']);
  assert.deepEqual(
    [await statusOf({ 'x-tenant': 'busy' }), await statusOf({ 'x-tenant': 'quiet' }), await statusOf({})],
    [503, 200, 200],
  );
  assert.equal(await statusOf({ 'x-tenant': 'busy' }, '/api/v1/health'), 200);
  assert.equal(state.refused, 1);
});

test('whose key it is, is found out behind the door, unless the business is named beside it', async (t) => {
  const { statusOf } = await open(t, ['busy', 'unknown']);
  assert.equal(await statusOf({}), 503);
  for (const name of ['x-service-key', 'x-api-key', 'authorization'])
    assert.equal(await statusOf({ [name]: 'k' }), 200, name);
  assert.equal(await statusOf({ 'x-service-key': 'k', 'x-tenant': 'busy' }), 503);
});

test('the only business is one like others', async (t) => {
  const { statusOf } = await open(t, ['busy'], { only: 'busy' });
  assert.equal(await statusOf({}), 503);
});

test('the refusal is a problem document in the language of whoever asks, under an id of its own or theirs', async (t) => {
  const { ask } = await open(t, ['busy']);
  const languages: Headers[] = [{}, { 'accept-language': 'de, RU;q=0.8, en' }, { 'x-request-id': 'an-id-of-theirs' }];
  const answers = await Promise.all(languages.map((headers) => ask({ 'x-tenant': 'busy', ...headers })));
  const problems = [];
  for (const answer of answers) {
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.equal(answer.headers.get('retry-after'), '1');
    const problem = Problem.parse(await answer.json());
    assert.deepEqual([problem.code, problem.status], ['unavailable', 503]);
    assert.equal(problem.instance, answer.headers.get('x-request-id'));
    problems.push(problem);
  }
  const [english, russian, theirs] = problems;
  assert.notEqual(english?.title, russian?.title);
  assert.notEqual(english?.instance, russian?.instance);
  assert.equal(theirs?.instance, 'an-id-of-theirs');
});

const BUSY = 'Host: a\r\nX-Tenant: busy\r\n';
const LAST = 'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Tenant: quiet\r\nConnection: close\r\n\r\n';

test('answers keep the order of what was asked along one connection, though a refusal is there at once', async (t) => {
  // The first one is served only when the second has been refused.
  const { sendAll } = await open(t, ['busy'], { serve: (first) => first });
  const answers = await sendAll([
    'GET /api/v1/services HTTP/1.1\r\nHost: a\r\nX-Tenant: quiet\r\n\r\n',
    `GET /api/v1/services HTTP/1.1\r\n${BUSY}\r\n`,
    LAST,
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.slice(9, 12)),
    ['200', '503', '200'],
  );
  assert.match(answers[1] ?? '', /\r\nconnection: keep-alive\r\n/i);
});

test('a body that nobody has read, and an answer without one, leave the connection to the next request', async (t) => {
  const { sendAll } = await open(t, ['busy']);
  const body = 'x'.repeat(100_000);
  const start = `POST /api/v1/bookings HTTP/1.1\r\n${BUSY}Content-Type: application/json\r\n`;
  const answers = await sendAll([
    `HEAD /api/v1/services HTTP/1.1\r\n${BUSY}\r\n`,
    `${start}Content-Length: ${body.length}\r\n\r\n${body}`,
    `${start}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    LAST,
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.slice(9, 12)),
    ['503', '503', '503', '200'],
  );
  const [head = '', post = ''] = answers;
  assert.match(head, /\r\ncontent-length: [1-9]\d*\r\n/);
  assert.ok(head.endsWith('\r\n\r\n'), 'nothing follows the headers');
  assert.ok(post.endsWith('}'));
});
