import process from 'node:process';
import type { Place } from '../../e2e/support/at-end.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` and clears everything away, the latest first, whether it succeeds, fails or is interrupted. */
export const inPlace = async <T>(work: (place: Place) => Promise<T>): Promise<T> => {
  const endings: (() => Promise<void> | void)[] = [];
  const interrupted = Promise.withResolvers<never>();
  const onSignal = (signal: string) => interrupted.reject(new Error(`interrupted by ${signal}`));
  for (const signal of SIGNALS) process.once(signal, onSignal);
  // Thrown where nobody waits: what was started has to be ended all the same.
  process.once('uncaughtException', interrupted.reject);
  try {
    return await Promise.race([work({ after: (end) => endings.push(end) }), interrupted.promise]);
  } finally {
    for (const end of endings.splice(0).reverse()) await end();
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', interrupted.reject);
  }
};
