import { setTimeout as pause } from 'node:timers/promises';
import { KeyValueAway, storeKey } from '@okno/contract';
import { openRedisKeyValue } from '../kv/open-redis.ts';

/** Longer than an attempt to connect may take. */
const PATIENCE_MS = 2500;

/** What is wrong with the server of REDIS_URL, with a remedy; null when it does what we need. */
export const lookAtRedis = async (url: string): Promise<string | null> => {
  let reason = 'it does not answer';
  const connected = Promise.withResolvers<void>();
  const onChange = (change: { away: boolean; reason: string }) => {
    if (change.away && change.reason !== '') ({ reason } = change);
    connected.resolve();
  };
  const store = await openRedisKeyValue({ url, ticks: () => performance.now(), onChange });
  try {
    await Promise.race([connected.promise, pause(PATIENCE_MS, undefined, { ref: false })]);
    await store.get(storeKey('fsm', { bot_id: 0 }, 'doctor'));
    return null;
  } catch (error) {
    if (!(error instanceof KeyValueAway)) throw error;
    const { message = reason } = (error.cause ?? {}) as { message?: string };
    const words = /^[A-Z]+ /.test(message) ? message : reason;
    return `${words}: check REDIS_URL and the server; without it we go on, and dialogues may be forgotten`;
  } finally {
    await store.close();
  }
};
