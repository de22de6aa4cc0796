import { createListeners, type Listener } from '@okno/contract';
import type pg from 'pg';

/** Every process has one ear for all keys: a notification carries its key, and most are of interest to nobody here. */
const CHANNEL = 'okno_kv';
/** Between two attempts to listen again. */
const AGAIN_MS = 1000;

type Ears = {
  subscribe(key: string, listener: Listener): Promise<() => void>;
  /** A message as it travels. */
  write(key: string, message: string): string;
  close(): Promise<void>;
};

/** Listens on one connection of the pool, which is taken with the first listener and replaced when it breaks. */
export const createEars = (pool: pg.Pool): Ears => {
  const listeners = createListeners();
  let listening: Promise<void> | undefined;
  let held: pg.PoolClient | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  const letGo = (): void => {
    const client = held;
    held = undefined;
    client?.release(true);
  };

  const listen = async (): Promise<void> => {
    const client = await pool.connect();
    if (closed) return client.release();
    held = client;
    client.on('notification', ({ channel, payload = '' }) => {
      const at = payload.indexOf(' ');
      if (channel === CHANNEL) listeners.tell(payload.slice(0, at), payload.slice(at + 1));
    });
    client.on('error', () => {
      if (held !== client) return;
      letGo();
      listening = listenAgain();
    });
    await client.query(`listen ${CHANNEL}`);
  };

  const listenAgain = async (): Promise<void> => {
    while (!closed) {
      try {
        await listen();
        return listeners.tellAll();
      } catch {
        // Whoever asks the database for anything else hears of it and says so; here it is only tried again.
        letGo();
        await new Promise<void>((resolve) => {
          again = setTimeout(resolve, AGAIN_MS).unref();
        });
      }
    }
  };

  const begin = async (): Promise<void> => {
    try {
      await listen();
    } catch {
      letGo();
      listening = listenAgain();
    }
  };

  return {
    subscribe: async (key, listener) => {
      const stop = listeners.add(key, listener);
      listening ??= begin();
      await Promise.race([listening, new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref())]);
      return stop;
    },
    write: (key, message) => `${key} ${message}`,
    close: async () => {
      closed = true;
      clearTimeout(again);
      letGo();
    },
  };
};
