import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';

/**
 * What stands before several copies of the program, and gives each the next request in turn. Unlike the balancer it asks
 * nobody else when one cannot answer: that would hide what one version cannot do.
 */
export type Front = {
  readonly url: string;
  /** Addresses of those who take requests from now on. */
  readonly leadTo: (urls: readonly string[]) => void;
  /** How many requests each address was given. */
  readonly given: ReadonlyMap<string, number>;
};

/** A proxy on a free port of the loopback; closed at the end. */
export const startFront = async (t: Place): Promise<Front> => {
  let targets: readonly string[] = [];
  let turn = 0;
  const given = new Map<string, number>();
  const server = createServer((asked, answer) => {
    const target = targets[turn++ % targets.length];
    if (target === undefined) {
      answer.writeHead(502).end();
      return;
    }
    given.set(target, (given.get(target) ?? 0) + 1);
    const { method = 'GET', url = '/', headers } = asked;
    const passed = request(new URL(url, target), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    // Whoever was just stopped: the client, or Telegram, asks once more.
    passed.on('error', () => answer.headersSent || answer.writeHead(502).end());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(t, () => {
    server.close();
    server.closeAllConnections();
  });
  const leadTo = (urls: readonly string[]) => {
    targets = urls;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, leadTo, given };
};
