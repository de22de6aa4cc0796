import type { ClaimedItem, DueItem, DueKind } from './due-item.ts';
import { createDueQueue } from './due-queue.ts';
import type { DueStore, Share } from './due-store.ts';

/**
 * How an attempt ended. What is not done is repeated after `after_ms`, and up to `spread_ms` later by chance, so that
 * what failed together does not come back together; the job decides when it has been tried enough.
 */
export type DueResult =
  | { readonly done: true }
  | { readonly done: false; readonly after_ms: number; readonly spread_ms: number };

/** Runs one item; repeating it must do no harm. What it throws counts as not done. */
export type RunDue = (item: DueItem) => Promise<DueResult>;

/**
 * Runs what was claimed together, of all tenants at once, and says of each how it ended, in the same order: for what
 * costs next to nothing by itself. What it throws counts as not done, of all.
 */
export type RunDueTogether = (items: readonly ClaimedItem[]) => Promise<readonly DueResult[]>;

/** Of the kinds that are run together, how. */
export type DueTogether = Readonly<Partial<Record<DueKind, RunDueTogether>>>;

/** How whatever is due is run: the kinds in `together` as many as were claimed at once, all others one by one. */
export type DueJobs = { readonly run: RunDue; readonly together: DueTogether };

/** Pauses after a fault of our own: 2 s, 4 s, … up to an hour; with 16 attempts somebody has half a day to mend it. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
const MOST_FAULTS = 16;

/** Finds the job of an item's kind. */
export const oneByOne =
  (jobs: Readonly<Partial<Record<DueKind, RunDue>>>): RunDue =>
  async (item) => {
    const run = jobs[item.kind];
    if (run === undefined) throw new Error(`${item.kind} has no job that runs one by one`);
    return run(item);
  };

export type DueCounts = { in_hand: number; done: number; again: number; faults: number; dead: number };

export type DueRunner = {
  /** What may be claimed now. */
  share(): Share;
  /** So many more are being claimed; -n when they have come, or will not. */
  expect(coming: number): void;
  launch(items: readonly ClaimedItem[]): void;
  /** Resolves as soon as something has been settled after it was asked for. */
  progress(): Promise<void>;
  /** Resolves when nothing is in hand any more. */
  finished(): Promise<void>;
  counts(): Readonly<DueCounts>;
};

type Options = {
  readonly store: Pick<DueStore, 'finish' | 'postpone' | 'bury'>;
  readonly run: RunDue;
  readonly together?: DueTogether;
  readonly onError: (error: unknown) => void;
  /** Between 0 and 1. */
  readonly random: () => number;
};

/** Runs what has been claimed, tenant by tenant in turn, and settles it; what goes wrong is tried again. */
export const createDueRunner = (options: Options): DueRunner => {
  const { together = {} } = options;
  const queue = createDueQueue();
  const { settle, counts } = createSettler(options);
  let waiters: (() => void)[] = [];

  const tell = (): void => {
    const told = waiters;
    waiters = [];
    for (const one of told) one();
  };

  const runOne = async (item: ClaimedItem): Promise<void> => {
    await settle(item, options.run(item));
    queue.leave(item);
    go();
    tell();
  };

  const runTogether = async (items: readonly ClaimedItem[], run: RunDueTogether): Promise<void> => {
    queue.count(items.length);
    const results = run(items);
    await Promise.all(
      items.map((item, index) =>
        settle(
          item,
          results.then((all) => all[index] ?? missing(item)),
        ),
      ),
    );
    queue.count(-items.length);
    tell();
  };

  const launch = (items: readonly ClaimedItem[]): void => {
    for (const [kind, ofKind] of Map.groupBy(items, (item) => item.kind)) {
      const run = together[kind];
      if (run === undefined) queue.add(ofKind);
      else void runTogether(ofKind, run);
    }
    go();
  };

  const go = (): void => {
    for (let item = queue.next(); item !== undefined; item = queue.next()) void runOne(item);
  };

  const progress = () => new Promise<void>((resolve) => waiters.push(resolve));

  return {
    share: queue.share,
    expect: queue.expect,
    launch,
    progress,
    finished: async () => {
      while (queue.size() > 0) await progress();
    },
    counts: () => ({ in_hand: queue.size(), ...counts }),
  };
};

const missing = ({ kind, id }: ClaimedItem): never => {
  throw new Error(`${kind} ${id} was run together with others and has no result`);
};

/** Writes down how an item ended; never throws. */
const createSettler = ({ store, onError, random }: Options) => {
  const counts = { done: 0, again: 0, faults: 0, dead: 0 };
  const finish = createFinisher(store);

  const ended = (item: ClaimedItem, result: DueResult): Promise<void> => {
    counts[result.done ? 'done' : 'again'] += 1;
    return result.done ? finish(item) : store.postpone(item, result.after_ms + result.spread_ms * random(), null);
  };

  const broke = (item: ClaimedItem, error: unknown): Promise<void> => {
    onError(error);
    counts.faults += 1;
    const reason = error instanceof Error ? error.message : String(error);
    const pause_ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** item.faults);
    if (item.faults + 1 < MOST_FAULTS) return store.postpone(item, pause_ms * (1 + random()), reason);
    counts.dead += 1;
    return store.bury(item, reason);
  };

  const settle = (item: ClaimedItem, result: Promise<DueResult>): Promise<void> =>
    result
      .then(
        (result) => ended(item, result),
        (error: unknown) => broke(item, error),
      )
      // If even this fails, the lease runs out and the item is tried again.
      .catch(onError);
  return { settle, counts };
};

/** Those that are done while one statement is under way share the next one. */
const createFinisher = (store: Pick<DueStore, 'finish'>) => {
  let open: { readonly items: ClaimedItem[]; readonly settled: Promise<void> } | undefined;
  let before: Promise<void> = Promise.resolve();
  return (item: ClaimedItem): Promise<void> => {
    if (open !== undefined) {
      open.items.push(item);
      return open.settled;
    }
    const items = [item];
    const settled = before.then(() => {
      open = undefined;
      return store.finish(items);
    });
    open = { items, settled };
    before = settled.catch(() => {});
    return settled;
  };
};
