import { createClient } from 'redis';
import { openClusterConnection } from './redis-cluster.ts';
import type { RedisConnection, RedisOptions } from './redis-connection.ts';

const CONNECT_MS = 2000;
/** Between two attempts to connect. */
const LONGEST_PAUSE_MS = 2000;

/** The addresses in a setting: several are those of a cluster. A comma may be part of a password. */
export const addressesIn = (url: string): string[] => url.split(/,(?=rediss?:\/\/)/);

const SOCKET = {
  connectTimeout: CONNECT_MS,
  reconnectStrategy: (retries: number) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(retries, 10)),
};

/** A connection that is made anew for as long as it takes; nobody waits for it. */
export const openConnection = ({ url, onChange }: Pick<RedisOptions, 'url' | 'onChange'>): RedisConnection => {
  const addresses = addressesIn(url);
  if (addresses.length > 1) return openClusterConnection(addresses, { onChange }, SOCKET);
  const client = createClient({ url, disableOfflineQueue: true, socket: SOCKET });
  client.on('error', (error: Error) => onChange({ away: true, reason: error.message }));
  client.on('ready', () => onChange({ away: false, reason: 'connected' }));
  // Why it fails is told to onChange; it is tried again until somebody closes it.
  client.connect().catch(() => {});
  return {
    get: (key) => client.get(key),
    set: (key, value, options) => client.set(key, value, options),
    del: (key) => client.del(key),
    eval: (script, options) => client.eval(script, options),
    publish: (channel, message) => client.publish(channel, message),
    subscribe: (channels, hear) => client.subscribe(channels, hear),
    unsubscribe: (channel, hear) => client.unsubscribe(channel, hear),
    isReady: () => client.isReady,
    onReady: (ready) => void client.on('ready', ready),
    destroy: () => client.destroy(),
  };
};
