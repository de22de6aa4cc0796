import type { DueStats } from '@okno/backend';
import type { Instruments } from './instruments.ts';

/** What the engine of this process has done since its start, and has in hand. */
export const watchWorker = ({ counter, gauge, before }: Instruments, stats: () => DueStats): void => {
  const items = counter('okno_due_items_total', 'What this process has claimed of the timetable, and how it ended', [
    'outcome',
  ]);
  const in_hand = gauge('okno_due_in_hand', 'What this process has claimed and not settled');
  const lag = gauge('okno_due_claim_lag_seconds', 'How late the newest claim of this process was');
  before(() => {
    const { in_hand: held, lag_ms, ...counts } = stats();
    items.reset();
    for (const [outcome, count] of Object.entries(counts)) items.inc({ outcome }, count);
    in_hand.set(held);
    lag.set(lag_ms / 1000);
  });
};
