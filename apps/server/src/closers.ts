import type { Logger } from './log.ts';

/** What has to be ended, in the order in which it was begun. */
export type Closers = (() => Promise<unknown>)[];

/** Ends everything, the latest first. Whatever cannot be ended is told to the log and does not hold up the others. */
export const closeAll = async (closers: Closers, log: Pick<Logger, 'error'>): Promise<void> => {
  for (const close of closers.splice(0).reverse())
    try {
      await close();
    } catch (error) {
      log.error({ event: 'stop_failed', err: error }, 'something could not be ended');
    }
};

/**
 * For what takes its time to end, a backup for instance: it is told when the returned closer is called, and awaited only with
 * `lastly`; whoever comes between need not wait for it. `end` may be called twice.
 */
export const breakOffFirst = (end: () => Promise<void>, lastly: Closers): Closers[number] => {
  lastly.push(end);
  return async () => {
    end().catch(() => {}); // told when it is awaited
  };
};
