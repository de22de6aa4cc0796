import type pg from 'pg';

/** Watches where the time of transactions goes, for whoever traces requests. It is never given a value. */
export type DatabaseWatch = {
  /** Runs a whole transaction, from the wait for a connection to its end. */
  readonly transaction: <T>(work: () => Promise<T>) => Promise<T>;
  /** Statements leave together, by their texts; what it gives is called when they are answered, with why they failed. */
  readonly batch: (texts: readonly string[]) => (error: Error | null) => void;
};

const watches = new WeakMap<pg.Pool, DatabaseWatch>();

/** @returns takes it off again */
export const setWatch = (pool: pg.Pool, watch: DatabaseWatch): (() => void) => {
  watches.set(pool, watch);
  return () => void watches.delete(pool);
};

/** Runs a transaction of this pool, watched where somebody watches. */
export const watched = <T>(pool: pg.Pool, work: (watch: DatabaseWatch | undefined) => Promise<T>): Promise<T> => {
  const watch = watches.get(pool);
  return watch === undefined ? work(undefined) : watch.transaction(() => work(watch));
};
