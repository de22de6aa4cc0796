import { createClient } from 'redis';

/** Hears when the server stops answering and when it is back, with a reason that holds no password. */
export type OnChange = (change: { readonly away: boolean; readonly reason: string }) => void;

/** What everything in Redis is opened with. */
export type RedisOptions = {
  /** `redis[s]://[user[:password]@]host[:port][/database]` */
  readonly url: string;
  /** Monotonic milliseconds of this process. */
  readonly ticks: () => number;
  readonly onChange: OnChange;
  /** How long a command may take before the store counts as away. */
  readonly limit_ms?: number;
};

const CONNECT_MS = 2000;
/** Between two attempts to connect. */
const LONGEST_PAUSE_MS = 2000;

/** A connection that is made anew for as long as it takes; nobody waits for it. */
export const openConnection = ({ url, onChange }: Pick<RedisOptions, 'url' | 'onChange'>) => {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(retries, 10)),
    },
  });
  client.on('error', (error: Error) => onChange({ away: true, reason: error.message }));
  client.on('ready', () => onChange({ away: false, reason: 'connected' }));
  // Why it fails is told to onChange; it is tried again until somebody closes it.
  client.connect().catch(() => {});
  return client;
};

export type RedisConnection = ReturnType<typeof openConnection>;
