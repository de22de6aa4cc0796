import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';

/** What stands before several processes, and does what `deploy/nginx/okno.conf` says: it spreads, and repeats what is safe. */
export type Balancer = {
  readonly url: string;
  /** Where requests go from now on; webhooks of Telegram go to `bots`. */
  readonly leadTo: (to: Peers) => void;
  readonly figures: () => Figures;
  /** How many webhooks of Telegram are with the process at this port just now, or with all of them. */
  readonly webhooksAt: (port?: number) => number;
  /** What the callers were told that nobody should be told, a sentence each. */
  readonly told: () => readonly string[];
  /** From now on. */
  readonly countAnew: () => void;
};

export type Peers = { readonly gateways: readonly number[]; readonly bots: readonly number[] };

type Figures = {
  readonly requests: number;
  /** Sent to another process, because the first one had not taken them or nothing changes when they are repeated. */
  readonly passed_on: number;
  /** Answered with 502: nobody was there, or what was begun broke off and may not be repeated. */
  readonly failed: number;
  /** Answers of 500 and more that the processes gave themselves. */
  readonly errors: number;
};

/** So long nobody is sent where nobody was; nginx: `fail_timeout`. */
const DOWN_MS = 300;
const CONNECT_MS = 3_000;

type Outcome =
  | { readonly kind: 'answer'; readonly answer: IncomingMessage; readonly body: Buffer }
  | { readonly kind: 'refused' }
  | { readonly kind: 'broken' };

const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
const isWebhook = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/tg/webhook/');

/** Nobody has read it: the connection could not be made. */
const isRefusal = ({ code, syscall }: NodeJS.ErrnoException): boolean =>
  code === 'ECONNREFUSED' || syscall === 'connect';

const send = (agent: Agent, port: number, asked: IncomingMessage, body: Buffer): Promise<Outcome> =>
  new Promise((resolve) => {
    const { method, url, headers } = asked;
    // What a connection is told is for that connection alone.
    const { connection: _connection, 'keep-alive': _keep, ...rest } = headers;
    const options = { agent, host: '127.0.0.1', port, method, path: url, headers: rest, timeout: 60_000 };
    const going = request(options, (answer) => {
      buffer(answer).then(
        (whole) => resolve({ kind: 'answer', answer, body: whole }),
        () => resolve({ kind: 'broken' }),
      );
    });
    going.on('error', (error: NodeJS.ErrnoException) => resolve({ kind: isRefusal(error) ? 'refused' : 'broken' }));
    going.on('timeout', () => going.destroy());
    going.end(body);
  });

/** @param port where it listens; 0: anywhere */
export const startBalancer = async (t: Place, port = 0): Promise<Balancer> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: CONNECT_MS });
  const down = new Map<number, number>();
  const counts = { requests: 0, passed_on: 0, failed: 0, errors: 0 };
  let peers: Peers = { gateways: [], bots: [] };
  const webhooks = new Map<number, number>();
  const told: string[] = [];
  let turn = 0;

  const inOrder = (ports: readonly number[]): number[] => {
    turn += 1;
    const turned = ports.map((_, index) => ports[(index + turn) % ports.length] ?? 0);
    const now = performance.now();
    const isUp = (port: number) => (down.get(port) ?? 0) <= now;
    return [...turned.filter(isUp), ...turned.filter((port) => !isUp(port))];
  };

  const tryAt = async (port: number, asked: IncomingMessage, body: Buffer): Promise<Outcome> => {
    if (isWebhook(asked)) webhooks.set(port, (webhooks.get(port) ?? 0) + 1);
    const outcome = await send(agent, port, asked, body);
    if (isWebhook(asked)) webhooks.set(port, (webhooks.get(port) ?? 1) - 1);
    if (outcome.kind === 'refused') down.set(port, performance.now() + DOWN_MS);
    return outcome;
  };

  /** One after the other, until one has answered or nobody else may be asked. */
  const askPeers = async (asked: IncomingMessage, body: Buffer): Promise<Outcome> => {
    const [first = 0, ...others] = inOrder(isWebhook(asked) ? peers.bots : peers.gateways);
    let outcome = await tryAt(first, asked, body);
    for (const port of others) {
      if (!mayGoOn(outcome, asked)) break;
      counts.passed_on += 1;
      outcome = await tryAt(port, asked, body);
    }
    return outcome;
  };

  const handle = async (asked: IncomingMessage, reply: ServerResponse): Promise<void> => {
    counts.requests += 1;
    const outcome = await askPeers(asked, await buffer(asked));
    if (outcome.kind !== 'answer') {
      counts.failed += 1;
      told.push(`${asked.method} ${asked.url} broke off`);
      reply.writeHead(502).end();
      return;
    }
    const { statusCode: status = 502, headers } = outcome.answer;
    if (status >= 500) {
      counts.errors += 1;
      told.push(`${asked.method} ${asked.url} was answered ${status} ${String(outcome.body).slice(0, 200)}`);
    }
    const { connection: _connection, 'keep-alive': _keep, 'transfer-encoding': _chunks, ...rest } = headers;
    reply.writeHead(status, { ...rest, 'content-length': outcome.body.length }).end(outcome.body);
  };

  const server = createServer((asked, reply) => {
    handle(asked, reply).catch((error: unknown) => reply.destroy(error as Error));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  atEnd(t, () => {
    server.close();
    server.closeAllConnections();
    agent.destroy();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (to) => {
      peers = to;
    },
    figures: () => ({ ...counts }),
    countAnew: () => {
      Object.assign(counts, { requests: 0, passed_on: 0, failed: 0, errors: 0 });
      told.length = 0;
    },
    webhooksAt: (port) => {
      const counted = port === undefined ? [...webhooks.values()] : [webhooks.get(port) ?? 0];
      return counted.reduce((sum, count) => sum + count, 0);
    },
    told: () => told,
  };
};

/** What is asked for twice has one effect; and who brings an update twice, brings it once (docs/processes.md#redis). */
const isRepeatable = (asked: IncomingMessage): boolean => isWebhook(asked) || IDEMPOTENT.has(asked.method ?? '');

/** Whether another process may be asked after this. */
const mayGoOn = (outcome: Outcome, asked: IncomingMessage): boolean =>
  outcome.kind === 'refused' || (isRepeatable(asked) && (outcome.kind === 'broken' || isAway(outcome)));

const isAway = (outcome: Outcome): boolean =>
  outcome.kind === 'answer' && [502, 503, 504].includes(outcome.answer.statusCode ?? 0);
