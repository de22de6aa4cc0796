import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from './core/clock.ts';
import type { Limits } from './core/limits.ts';
import { createEmulator, type Emulator } from './emulator.ts';
import type { PersonInChat } from './people/person.ts';
import type { Snapshot } from './snapshot.ts';

export const TOKEN = '7000001:test-token';
export const BOT_ID = 7_000_001;
const START = 1_800_000_000_000;

export type Reply = {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
};

export type TestWorld = {
  readonly emulator: Emulator;
  readonly url: string;
  readonly anna: PersonInChat;
  /** Calls a method of the first bot over HTTP. */
  call(method: string, params?: object, token?: string): Promise<Reply>;
  /** Resolves when this method has been called so many times and the emulator has begun the work. */
  arrived(method: string, times: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Options = {
  readonly local?: boolean;
  readonly limits?: Partial<Limits>;
  readonly frozen?: boolean;
  readonly snapshot?: Snapshot;
};

const createArrivals = () => {
  const counts = new Map<string, number>();
  const checks = new Set<() => void>();
  return {
    note: (method: string): void => {
      counts.set(method, (counts.get(method) ?? 0) + 1);
      for (const check of checks) check();
    },
    wait: (method: string, times: number): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => {
          if ((counts.get(method) ?? 0) < times) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
  };
};

/** An emulator that listens, with one bot and one person; the clock stands still when `frozen`. */
export const testWorld = async (options: Options = {}): Promise<TestWorld> => {
  const clock = createClock(options.frozen ? { now: () => START } : {});
  const { local = true, limits, snapshot } = options;
  const emulator = createEmulator({ clock, local, ...(limits ? { limits } : {}), ...(snapshot ? { snapshot } : {}) });
  if (!snapshot) {
    emulator.addBot({ token: TOKEN, username: 'test_bot', first_name: 'Test' });
    emulator.addPerson({ id: 1, first_name: 'Anna', language_code: 'ru' });
  }
  const arrivals = createArrivals();
  const server = createServer((request, response) => {
    request.on('end', () => setImmediate(() => arrivals.note(request.url?.split('/').at(-1) ?? '')));
    emulator.handle(request, response, '/tg');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tg`;
  const call = async (method: string, params: object = {}, token = TOKEN): Promise<Reply> => {
    const response = await fetch(`${url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    return (await response.json()) as Reply;
  };
  return {
    emulator,
    url,
    anna: emulator.as(1, BOT_ID),
    call,
    arrived: arrivals.wait,
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      server.closeAllConnections();
      server.close();
    },
  };
};
