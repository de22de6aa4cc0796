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
