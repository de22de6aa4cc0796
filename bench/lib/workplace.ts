import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Collects what has to be ended and removed. */
export type Workplace = {
  /** A folder that is gone afterwards. */
  readonly folder: string;
  /** Does this at the end; the latest first. */
  atEnd(work: () => unknown): void;
};

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` and clears everything away, whether it succeeds, fails or is interrupted. */
export const inWorkplace = async <T>(work: (place: Workplace) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'okno-bench-'));
  const endings: (() => unknown)[] = [];
  const clear = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const interrupted = Promise.withResolvers<never>();
  const onSignal = (signal: string) => interrupted.reject(new Error(`interrupted by ${signal}`));
  for (const signal of SIGNALS) process.once(signal, onSignal);
  // Thrown where nobody waits, in a callback of a library: what was started has to be ended all the same.
  process.once('uncaughtException', interrupted.reject);
  try {
    return await Promise.race([work({ folder, atEnd: (end) => endings.push(end) }), interrupted.promise]);
  } finally {
    await clear();
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', interrupted.reject);
  }
};
