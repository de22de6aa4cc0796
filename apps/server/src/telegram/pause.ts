import { setTimeout as wait } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal; leaves no listener behind. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
