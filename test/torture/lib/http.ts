import { Agent, request } from 'node:http';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { SERVICE_KEY } from '../../e2e/support/studio.ts';

export type Reply = {
  readonly status: number;
  /** As it was sent, to compare it to the letter. */
  readonly text: string;
  readonly ms: number;
};

export type Wish = {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
};

/** Sends a request; rejects when no whole answer came. */
export type Send = (wish: Wish) => Promise<Reply>;

/** No answer within this time counts as lost. */
const ANSWER_MS = 12_000;

/** A program with a service key that speaks for one tenant over kept connections, at most `connections` at once. */
export const createSender = (
  t: Place,
  { url, tenant, connections }: { url: string; tenant: string; connections: number },
): Send => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  atEnd(t, () => agent.destroy());
  const { hostname, port } = new URL(url);
  return ({ method, path, body, key }) =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        'x-service-key': SERVICE_KEY,
        'x-tenant': tenant,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const options = { agent, hostname, port, method, path: `/api/v1${path}`, headers, timeout: ANSWER_MS };
      const asked = request(options, (answer) => {
        const chunks: string[] = [];
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: chunks.join(''), ms: performance.now() - began }),
        );
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.end(text);
    });
};
