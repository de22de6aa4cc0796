import type { ClaimedItem, Handful } from './due-item.ts';
import type { Again, DueStore } from './due-store.ts';

/**
 * How an attempt ended. What is not done is repeated after `after_ms`, and up to `spread_ms` later by chance, so that
 * what failed together does not come back together; the job decides when it has been tried enough.
 */
export type DueResult =
  | { readonly done: true }
  | { readonly done: false; readonly after_ms: number; readonly spread_ms: number };

/** What it came to: its result, or the reason for which it broke. */
export type Ending = DueResult | { readonly broke: string };

/** Pauses after a fault of our own: 2 s, 4 s, … up to an hour; with 16 attempts somebody has half a day to mend it. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
const MOST_FAULTS = 16;

export type SettleCounts = { done: number; again: number; faults: number; dead: number };

export type Settler = {
  settle(item: ClaimedItem, ending: Ending): Promise<void>;
  settleHandfuls(handfuls: readonly Handful[], endingOf: (item: ClaimedItem) => Ending): Promise<void>;
  readonly counts: Readonly<SettleCounts>;
};

type Options = {
  readonly store: Pick<DueStore, 'finish' | 'endHandfuls' | 'postpone' | 'bury'>;
  readonly onError: (error: unknown) => void;
  /** Between 0 and 1. */
  readonly random: () => number;
};

/** Writes down how items ended; never throws: what could not be written is tried again when its lease has run out. */
export const createSettler = ({ store, onError, random }: Options): Settler => {
  const counts: SettleCounts = { done: 0, again: 0, faults: 0, dead: 0 };
  const finish = sharing(store.finish);
  const end = sharing((ends: readonly { handful: Handful; again: readonly Again[] }[]) =>
    store.endHandfuls(
      ends.map(({ handful }) => handful),
      ends.flatMap(({ again }) => again),
    ),
  );

  /** When it is to be tried again; null when it is done. */
  const againOf = (item: ClaimedItem, ending: Ending): Again | null => {
    if ('broke' in ending) {
      counts.faults += 1;
      const pause_ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** item.faults);
      return { item, after_ms: pause_ms * (1 + random()), error: ending.broke };
    }
    counts[ending.done ? 'done' : 'again'] += 1;
    return ending.done ? null : { item, after_ms: ending.after_ms + ending.spread_ms * random(), error: null };
  };

  const write = (item: ClaimedItem, again: Again | null): Promise<void> => {
    if (again === null) return finish([item]);
    if (again.error === null || item.faults + 1 < MOST_FAULTS) return store.postpone(item, again.after_ms, again.error);
    counts.dead += 1;
    return store.bury(item, again.error);
  };

  return {
    counts,
    settle: (item, ending) => write(item, againOf(item, ending)).catch(onError),
    settleHandfuls: (handfuls, endingOf) => {
      const ends = handfuls.map((handful) => {
        return { handful, again: handful.items.flatMap((item) => againOf(item, endingOf(item)) ?? []) };
      });
      return ends.length === 0 ? Promise.resolve() : end(ends).catch(onError);
    },
  };
};

/** What comes while one statement is under way shares the next one. */
const sharing = <T>(write: (all: readonly T[]) => Promise<void>) => {
  let open: { readonly all: T[]; readonly written: Promise<void> } | undefined;
  let before: Promise<void> = Promise.resolve();
  return (given: readonly T[]): Promise<void> => {
    if (open !== undefined) {
      open.all.push(...given);
      return open.written;
    }
    const all = [...given];
    const written = before.then(() => {
      open = undefined;
      return write(all);
    });
    open = { all, written };
    before = written.catch(() => {});
    return written;
  };
};
