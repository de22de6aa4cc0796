import type { Load } from '../load/gate.ts';
import type { Instruments } from './instruments.ts';

/** How much work this process does at this moment, how much waits for its turn, and how much was refused (docs/limits.md#work). */
export const watchWork = ({ counter, gauge, before }: Instruments, load: () => Load): void => {
  const work = gauge('okno_work', 'Work of this moment: working, waiting for its turn', ['state']);
  const refused = counter('okno_work_refused_total', 'Work that was refused because too much was asked for');
  before(() => {
    const { working, waiting, refused: total } = load();
    work.set({ state: 'working' }, working);
    work.set({ state: 'waiting' }, waiting);
    refused.reset();
    refused.inc(total);
  });
};
