import { createListeners, type Listener } from '@okno/contract';
import type { RedisConnection } from './redis-connection.ts';

/** However long the server is away, whoever subscribes goes on after this; what they miss they are told of. */
const PATIENCE_MS = 1000;

type Ears = {
  subscribe(key: string, listener: Listener): Promise<() => void>;
  close(): void;
};

/** Listens on a connection of its own, as Redis demands; it is opened with the first listener. */
export const createEars = (open: () => RedisConnection): Ears => {
  let connection: RedisConnection | undefined;
  let had_been_ready = false;

  const hear = (message: string, key: string): void => listeners.tell(key, message);

  const quietly = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch {
      // The connection was lost; when it is back everything is subscribed to again.
    }
  };

  const listeners = createListeners((key) => {
    if (connection?.isReady()) void quietly(async () => connection?.unsubscribe(key, hear));
  });

  const onReady = async (client: RedisConnection): Promise<void> => {
    await quietly(async () => {
      const keys = listeners.keys();
      if (keys.length > 0) await client.subscribe(keys, hear);
      if (had_been_ready) listeners.tellAll();
      had_been_ready = true;
    });
  };

  const start = (): RedisConnection => {
    const client = open();
    client.onReady(() => void onReady(client));
    return client;
  };

  return {
    subscribe: async (key, listener) => {
      const stop = listeners.add(key, listener);
      connection ??= start();
      const client = connection;
      const ready = client.isReady() ? Promise.resolve() : new Promise<void>((resolve) => client.onReady(resolve));
      const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref());
      const subscribed = ready.then(() => quietly(() => client.subscribe(key, hear)));
      await Promise.race([subscribed, late]);
      return stop;
    },
    close: () => connection?.destroy(),
  };
};
