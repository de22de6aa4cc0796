import type { Admit, Pace } from '@okno/bot';
import { createMemoryKeyValue, type KeyValue, KeyValueAway, type StoreKey, storeKey } from '@okno/contract';
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
  const count = createCount(counters, createMemoryKeyValue(now));
  return async ({ bot_id, telegram_id }, pace) => {
    const rule = rules[pace];
    if (rule === null) return 'admitted';
    const times = await count(storeKey('limit', { bot_id }, telegram_id, pace), rule.seconds * 1000);
    if (times <= rule.max) return 'admitted';
    return times === rule.max + 1 ? 'refused' : 'told';
  };
};

/** Counts where all do, and in this process alone when there is no such place, or it is away. */
const createCount =
  (counters: KeyValue | null, own: KeyValue) =>
  async (key: StoreKey, ms: number): Promise<number> => {
    if (counters === null) return (await own.count(key, ms)).count;
    try {
      return (await counters.count(key, ms)).count;
    } catch (error) {
      if (!(error instanceof KeyValueAway)) throw error;
      return (await own.count(key, ms)).count;
    }
  };
