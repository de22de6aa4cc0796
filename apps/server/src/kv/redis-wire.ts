import { openConnection } from './connect-redis.ts';
import type { RedisOptions } from './redis-connection.ts';
import { createPatience } from './redis-patience.ts';

/** Where assistants take their events from: `BRPOP queue:to_assistant`. */
const QUEUE = 'queue:to_assistant';

/** What has been pushed is kept where the queue is: in a cluster one script reaches one slot only. */
const pushedKey = (key: string): string => `pushed:{${QUEUE}}:${key}`;
/** A push is repeated, after a crash or a lost answer, within minutes; what comes later is known by its name. */
const REMEMBERED_SECONDS = 3600;
/** The server is near; one that is silent for so long is away, and what is due must not wait for it. */
const LIMIT_MS = 2_000;
/** The very first events come while the connection is being made; later nobody waits for one that is lost. */
const FIRST_MS = 2_000;

// The same event and attempt is put into the queue once, however often it is pushed; the oldest leaves first.
const PUSH = `
  for at = 2, #KEYS do
    if redis.call('SET', KEYS[at], '1', 'NX', 'EX', ARGV[1]) then redis.call('LPUSH', KEYS[1], ARGV[at]) end
  end
  return 1`;

/** An event of the same key is put into the queue once. */
type Pushed = { readonly key: string; readonly text: string };

export type RedisWire = { push(events: readonly Pushed[]): Promise<void>; close(): Promise<void> };

/**
 * The queue in Redis. Nothing waits in this process for a server that is away: the push fails, and what was to be pushed
 * is in the database and is pushed later. So Redis may be emptied or vanish at any moment.
 */
export const createRedisWire = (options: RedisOptions): RedisWire => {
  const client = openConnection(options);
  const patience = createPatience({ ...options, limit_ms: options.limit_ms ?? LIMIT_MS });
  const ready = new Promise<void>((resolve) => client.onReady(resolve));
  const opened = Promise.race([ready, new Promise((resolve) => setTimeout(resolve, FIRST_MS).unref())]);
  return {
    push: async (events) => {
      await opened;
      await patience.await(() =>
        client.eval(PUSH, {
          keys: [QUEUE, ...events.map(({ key }) => pushedKey(key))],
          arguments: [String(REMEMBERED_SECONDS), ...events.map(({ text }) => text)],
        }),
      );
    },
    close: async () => client.destroy(),
  };
};
