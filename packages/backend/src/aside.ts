import { createBoundedMap, type KeyValue, storeKey } from '@okno/contract';
import type { LookInTenant } from './db/tx.ts';

/** Who asks, in which business. */
export type Asking = { readonly tenant_id: string; readonly who: string };

/** Where questions are asked whose answer may be a little old (docs/rules.md#a-little-old). */
export type Aside = {
  /** Whether this one may be answered from there now. */
  readonly suits: (asking: Asking) => Promise<boolean>;
  readonly look: LookInTenant;
  /** They have changed something, and from now on see it. */
  readonly noteWrite: (asking: Asking) => Promise<void>;
  /** It was no use: why. The question is asked where it always can be. */
  readonly onFailed: (error: unknown) => void;
};

/** Of those who have just changed something half are surely kept; more are hardly at it within seconds. */
const MOST_WRITERS = 2 * 100_000;

const keyOf = ({ tenant_id, who }: Asking) => storeKey('user', { tenant_id }, 'wrote', who);

/**
 * @param look on a standby
 * @param age_ms how old is what it shows, at most
 * @param most_ms how old it may be
 * @param ticks monotonic milliseconds of this process
 * @param store what all processes share, to see what was changed through another one; null: each sees its own only
 */
export const createAside = (deps: {
  readonly look: LookInTenant;
  readonly age_ms: () => number;
  readonly most_ms: number;
  readonly store: KeyValue | null;
  readonly ticks: () => number;
  readonly onFailed: (error: unknown) => void;
}): Aside => {
  const { look, age_ms, most_ms, store, ticks, onFailed } = deps;
  const writers = createBoundedMap<number>(MOST_WRITERS);
  // What was changed longer ago than that is seen by then: nothing that old is shown.
  const wrote = (key: string): boolean => ticks() - (writers.get(key) ?? Number.NEGATIVE_INFINITY) <= most_ms;
  return {
    look,
    onFailed,
    suits: async (asking) => {
      if (age_ms() > most_ms || wrote(keyOf(asking).text)) return false;
      // A store that does not answer knows nothing, so nothing is risked.
      return (
        store === null ||
        store.get(keyOf(asking)).then(
          (mark) => mark === null,
          () => false,
        )
      );
    },
    noteWrite: async (asking) => {
      writers.set(keyOf(asking).text, ticks());
      // Whoever has changed something is not told that it failed because others could not be told of it.
      await store?.set(keyOf(asking), '1', most_ms).catch(onFailed);
    },
  };
};
