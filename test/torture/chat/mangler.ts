import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import type { Chance } from '../lib/chance.ts';

/** Stands where Telegram brings updates: it lets them overtake each other, and brings some twice. */
export type Mangler = {
  /** The public address of the bot's server. */
  readonly url: string;
  /** Where the server is just now; null: nowhere. */
  readonly leadTo: (url: string | null) => void;
  /** How many updates were brought a second time. */
  readonly repeated: () => number;
  /** Ends when nothing is on its way any more. */
  readonly idle: () => Promise<void>;
};

const DELAY_MS = 120;
const REPEAT = 0.15;
const REPEAT_WITHIN_MS = 1_500;

type Answer = { readonly status: number; readonly body: string };
const NOBODY: Answer = { status: 502, body: '' };

/** @param call makes the call of the Bot API that an answer carries, as Telegram does when it takes the answer */
export const startMangler = async (
  t: Place,
  chance: Chance,
  call: (body: string) => Promise<void>,
): Promise<Mangler> => {
  let target: string | null = null;
  let repeated = 0;
  const under_way = new Set<Promise<unknown>>();

  const bring = async (path: string, headers: Record<string, string>, body: string): Promise<Answer> => {
    if (target === null) return NOBODY;
    try {
      const response = await fetch(target + path, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(60_000),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return NOBODY; // the server was just killed: Telegram brings the update again
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const headers = {
      'content-type': 'application/json',
      'x-telegram-bot-api-secret-token': String(request.headers['x-telegram-bot-api-secret-token']),
    };
    const path = request.url ?? '/';
    const again = chance.next() < REPEAT;
    await pause(chance.below(DELAY_MS));
    if (again) {
      repeated += 1;
      // At the same time as the first or long after it; what it is answered nobody takes but Telegram.
      const second = pause(chance.below(REPEAT_WITHIN_MS)).then(async () => {
        const answer = await bring(path, headers, body);
        if (answer.status === 200) await call(answer.body);
      });
      under_way.add(second);
      void second.finally(() => under_way.delete(second));
    }
    const answer = await bring(path, headers, body);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(t, async () => {
    server.close();
    server.closeAllConnections();
    await Promise.allSettled(under_way);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => {
      target = url;
    },
    repeated: () => repeated,
    idle: async () => {
      while (under_way.size > 0) await Promise.allSettled(under_way);
    },
  };
};
