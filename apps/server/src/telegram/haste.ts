import type { Admit, Pace } from '@okno/bot';
import { createMemoryKeyValue, type KeyValue, KeyValueAway, storeKey } from '@okno/contract';
import type { Config, Rule } from '../config.ts';

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
  const own = createMemoryKeyValue(now);
  return async ({ bot_id, telegram_id }, pace) => {
    const rule = rules[pace];
    if (rule === null) return 'admitted';
    const key = storeKey('limit', { bot_id }, telegram_id, pace);
    const ms = rule.seconds * 1000;
    const { count } = await (counters === null ? own.count(key, ms) : counters.count(key, ms).catch(countHere));
    if (count <= rule.max) return 'admitted';
    return count === rule.max + 1 ? 'refused' : 'told';

    function countHere(error: unknown) {
      if (error instanceof KeyValueAway) return own.count(key, ms);
      throw error;
    }
  };
};
