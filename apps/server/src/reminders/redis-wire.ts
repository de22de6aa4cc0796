import type { Wire } from '@okno/backend';
import { createClient } from 'redis';

/** Where assistants take their events from: `BRPOP queue:to_assistant`. */
const QUEUE = 'queue:to_assistant';
/** A push is repeated, after a crash or a lost answer, within minutes; what comes later is known by its name. */
const REMEMBERED_SECONDS = 3600;
/** The server is near; one that is silent for so long is away, and what is due must not wait for it. */
const LIMIT_MS = 2_000;
const CONNECT_MS = 2_000;
const LONGEST_PAUSE_MS = 2_000;

// The same event and attempt is put into the queue once, however often it is pushed; the oldest leaves first.
const PUSH = `
  for at = 2, #KEYS do
    if redis.call('SET', KEYS[at], '1', 'NX', 'EX', ARGV[1]) then redis.call('LPUSH', KEYS[1], ARGV[at]) end
  end
  return 1`;

export type RedisWire = Wire & { close(): Promise<void> };

type Options = {
  readonly url: string;
  /** Hears when the server is lost, with a reason that holds no password. */
  readonly onAway: (reason: string) => void;
  readonly limit_ms?: number;
};

/**
 * The queue in Redis. Nothing waits in this process for a server that is away: the push fails, and what was to be pushed
 * is in the database and is pushed later. So Redis may be emptied or vanish at any moment.
 */
export const createRedisWire = ({ url, onAway, limit_ms = LIMIT_MS }: Options): RedisWire => {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(retries, 10)),
    },
  });
  client.on('error', (error: Error) => onAway(error.message));
  // Why it fails is told to onAway; it is tried again until somebody closes it.
  const connected = client.connect().then(
    () => undefined,
    () => undefined,
  );
  // The very first events come while the connection is being made; later nobody waits for one that is lost.
  const opened = Promise.race([connected, new Promise((resolve) => setTimeout(resolve, CONNECT_MS).unref())]);
  return {
    push: async (events) => {
      await opened;
      await within(limit_ms, () =>
        client.eval(PUSH, {
          keys: [QUEUE, ...events.map(({ key }) => `pushed:${key}`)],
          arguments: [String(REMEMBERED_SECONDS), ...events.map(({ text }) => text)],
        }),
      );
    },
    close: async () => client.destroy(),
  };
};

/** A server that stands still keeps its connections, so only the clock tells. */
const within = async (limit_ms: number, command: () => Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue has not answered within ${limit_ms} ms`)), limit_ms);
  });
  try {
    await Promise.race([command(), late]);
  } finally {
    clearTimeout(timer);
  }
};
