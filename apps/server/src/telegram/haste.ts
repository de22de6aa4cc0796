import type { Admit, Pace } from '@okno/bot';
import { type KeyValue, storeKey } from '@okno/contract';
import type { Config, Rule } from '../config.ts';
import { createCount } from '../load/count.ts';

type Deps = {
  readonly config: Pick<Config, 'LIMIT_BOOKINGS' | 'LIMIT_MESSAGES' | 'LIMIT_TAPS'>;
  /** Where all processes count together; null: each counts for itself. */
  readonly counters: KeyValue | null;
  /** Monotonic milliseconds of this process. */
  readonly now: () => number;
};

/**
 * How often one person may do what in one bot (docs/rules.md#haste). What is too much is not counted against the next
 * span: it begins with the first that was let in. While the shared counters are away each process counts for itself.
 */
export const createAdmit = ({ config, counters, now }: Deps): Admit => {
  const rules: Readonly<Record<Pace, Rule | null>> = {
    booking: config.LIMIT_BOOKINGS,
    message: config.LIMIT_MESSAGES,
    tap: config.LIMIT_TAPS,
  };
  const count = createCount(counters, now);
  return async ({ bot_id, telegram_id }, pace) => {
    const rule = rules[pace];
    if (rule === null) return 'admitted';
    const { count: times } = await count(storeKey('limit', { bot_id }, telegram_id, pace), rule.seconds * 1000);
    if (times <= rule.max) return 'admitted';
    return times === rule.max + 1 ? 'refused' : 'told';
  };
};
