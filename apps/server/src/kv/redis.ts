import { awayWhen, type Counted, checkEntry, checkMessage, type KeyValue, type OpenKeyValue } from '@okno/contract';
import { ErrorReply } from 'redis';
import { openConnection } from './connect-redis.ts';
import type { RedisOptions } from './redis-connection.ts';
import { createEars } from './redis-ears.ts';
import { createPatience } from './redis-patience.ts';

/** A server in the same network answers in well under a millisecond; a person waits while we do. */
const LIMIT_MS = 250;

// ARGV: 1 or 0 whether something is expected, what; 1 or 0 whether something is to be there, what, for how long.
const EXCHANGE = `
  local here = redis.call('GET', KEYS[1])
  if ARGV[1] == '1' and here ~= ARGV[2] or ARGV[1] == '0' and here then return 0 end
  if ARGV[3] == '1' then redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
  elseif here then redis.call('DEL', KEYS[1]) end
  return 1`;

const COUNT = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return {count, redis.call('PTTL', KEYS[1])}`;

/**
 * The store in Redis. It may be emptied or vanish at any moment: commands have a time limit, none waits in a queue for
 * a connection, and after one that was not answered the next ones fail at once, but for one a second that tries.
 */
export const createRedisKeyValue = (options: RedisOptions): OpenKeyValue => {
  const client = openConnection(options);
  const patience = createPatience({ ...options, limit_ms: options.limit_ms ?? LIMIT_MS });
  const ears = createEars(() => openConnection(options));
  const ask = <T>(command: () => Promise<T>): Promise<T> => awayWhen(isAway, () => patience.await(command));
  const store: KeyValue = {
    get: ({ text }) => ask(() => client.get(text)),
    set: async ({ text }, value, ttl_ms) => {
      checkEntry(ttl_ms, value);
      await ask(() => client.set(text, value, { expiration: { type: 'PX', value: Math.ceil(ttl_ms) } }));
    },
    compareAndSet: async ({ text }, { from, to, ttl_ms }) => {
      checkEntry(ttl_ms, to ?? '');
      const [expected, next] = [from, to].map((value) => [value === null ? '0' : '1', value ?? '']);
      const values = [...(expected ?? []), ...(next ?? []), String(Math.ceil(ttl_ms))];
      return (await ask(() => client.eval(EXCHANGE, { keys: [text], arguments: values }))) === 1;
    },
    delete: async ({ text }) => {
      await ask(() => client.del(text));
    },
    count: async ({ text }, ttl_ms): Promise<Counted> => {
      checkEntry(ttl_ms);
      const values = [String(Math.ceil(ttl_ms))];
      const answer = await ask(() => client.eval(COUNT, { keys: [text], arguments: values }));
      const [count = 0, left_ms = 0] = answer as unknown as number[];
      return { count, left_ms };
    },
    publish: async ({ text }, message) => {
      checkMessage(message);
      await ask(() => client.publish(text, message));
    },
    subscribe: ({ text }, listener) => ears.subscribe(text, listener),
  };
  return {
    ...store,
    close: async () => {
      ears.close();
      client.destroy();
    },
  };
};

/** What a server answers that is there and cannot serve: it is loading, full, a replica, or refuses us. */
const UNABLE = /^(LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|MISCONF|BUSY|NOAUTH|NOPERM|WRONGPASS|TRYAGAIN)\b/;

/** Everything but an answer to what was wrong in our question. */
const isAway = (error: unknown): boolean => !(error instanceof ErrorReply) || UNABLE.test(error.message);
