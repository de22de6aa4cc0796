import { setTimeout } from 'node:timers/promises';

/**
 * Waits until something is so, looking often; fails after 25 seconds with what was waited for: a busy machine may be slow, and what
 * is remembered for half a minute is not to help.
 */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 25_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await setTimeout(5);
  }
};
