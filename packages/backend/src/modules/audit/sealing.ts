import type pg from 'pg';
import { sealAudit } from './store-seals.ts';

const EVERY_MS = 1_000;

/**
 * Seals once a second, by this process's clock. When it cannot, the lines wait, and `onError` hears of it. What is
 * returned ends it, after one last time.
 */
export const startSealing = (workerPool: pg.Pool, onError: (error: unknown) => void): { stop(): Promise<void> } => {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const seal = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await sealAudit(workerPool);
    } catch (error) {
      onError(error);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    if (!busy) running = seal();
  }, EVERY_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      await seal();
    },
  };
};
