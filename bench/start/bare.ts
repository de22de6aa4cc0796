import { startChild } from '../lib/child.ts';
import type { Figures } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';

/** A process that starts the embedded database and nothing else. */
export const startBare = async (place: Workplace, folder: string): Promise<Figures> => {
  const begun = performance.now();
  const child = await startChild(place, new URL('bare-child.ts', import.meta.url), { input: { folder } });
  const ready_ms = performance.now() - begun;
  await child.stop();
  return { ready_ms };
};
