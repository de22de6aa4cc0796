import { setTimeout } from 'node:timers/promises';

/** Waits until something is so, looking often; fails after a minute (a busy machine may be slow) with what was waited for. */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await setTimeout(5);
  }
};
