import { createBoundedMap } from './bounded-map.ts';
import { checkEntry, checkMessage, type KeyValue, type Listener } from './key-value.ts';

type Entry = { readonly value: string; readonly until: number };

/** The half that was used last is surely there; what has gone unused for longer may make room at any time, as in any cache. */
const MAX_ENTRIES = 100_000;

/**
 * A store of one process, gone with it: for counters that need not be shared, and for tests.
 * @param now milliseconds of any clock
 */
export const createMemoryKeyValue = (now: () => number): KeyValue => {
  const entries = createBoundedMap<Entry>(MAX_ENTRIES);
  const listeners = new Map<string, Set<Listener>>();
  const find = (text: string): Entry | null => {
    const entry = entries.get(text);
    if (entry !== undefined && entry.until > now()) return entry;
    if (entry !== undefined) entries.delete(text);
    return null;
  };
  const put = (text: string, value: string, until: number): void => entries.set(text, { value, until });
  return {
    get: async ({ text }) => find(text)?.value ?? null,
    set: async ({ text }, value, ttl_ms) => {
      checkEntry(ttl_ms, value);
      put(text, value, now() + ttl_ms);
    },
    compareAndSet: async ({ text }, { from, to, ttl_ms }) => {
      checkEntry(ttl_ms, to ?? '');
      if ((find(text)?.value ?? null) !== from) return false;
      if (to === null) entries.delete(text);
      else put(text, to, now() + ttl_ms);
      return true;
    },
    delete: async ({ text }) => entries.delete(text),
    count: async ({ text }, ttl_ms) => {
      checkEntry(ttl_ms);
      const { value, until } = find(text) ?? { value: '0', until: now() + ttl_ms };
      if (!/^\d+$/.test(value)) throw new TypeError('what is kept under this key is no number');
      put(text, String(Number(value) + 1), until);
      return { count: Number(value) + 1, left_ms: until - now() };
    },
    publish: async ({ text }, message) => {
      checkMessage(message);
      for (const listener of [...(listeners.get(text) ?? [])]) listener(message);
    },
    subscribe: async ({ text }, listener) => {
      const all = listeners.get(text) ?? new Set();
      listeners.set(text, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0) listeners.delete(text);
      };
    },
  };
};
