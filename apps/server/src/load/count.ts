import { type Counted, createMemoryKeyValue, type KeyValue, KeyValueAway, type StoreKey } from '@okno/contract';

/** Counts one more of something for so many milliseconds from the first on. */
export type Count = (key: StoreKey, ms: number) => Promise<Counted>;

/**
 * Counts where all processes do, and in this one alone when there is no such place, or it is away.
 * @param counters where all count together; null: nowhere
 * @param now monotonic milliseconds of this process
 */
export const createCount = (counters: KeyValue | null, now: () => number): Count => {
  const own = createMemoryKeyValue(now);
  return async (key, ms) => {
    if (counters === null) return own.count(key, ms);
    try {
      return await counters.count(key, ms);
    } catch (error) {
      if (!(error instanceof KeyValueAway)) throw error;
      return own.count(key, ms);
    }
  };
};
