import type { DueItem } from './due-item.ts';
import { BATCH, type DueStore } from './due-store.ts';

/**
 * How an attempt ended. What is not done is repeated after `after_ms`, and up to `spread_ms` later by chance, so that
 * what failed together does not come back together; the handler decides when it has been tried enough.
 */
export type DueResult =
  | { readonly done: true }
  | { readonly done: false; readonly after_ms: number; readonly spread_ms: number };

/** Runs one item; repeating it must do no harm. What it throws counts as not done. */
export type RunDue = (item: DueItem) => Promise<DueResult>;

export type DueEngine = {
  start(): Promise<void>;
  /** Looks at once; for a clock that was moved and rows that are due immediately. */
  wake(): void;
  /** Claims no more, and waits for what is being run. */
  stop(): Promise<void>;
};

type Options = {
  readonly store: DueStore;
  readonly run: RunDue;
  readonly onError: (error: unknown) => void;
  /** Between 0 and 1; names this process among the others and spreads repeated attempts. */
  readonly random: () => number;
};

/** The longest nap: also how late a row is noticed that somebody else has just written. */
const NAP_MS = 1_000;
const RETRY_MS = 2_000;

/** A nap that can be ended early. */
const createNap = () => {
  let end = () => {};
  const nap = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return { nap, wake: () => end() };
};

/** Runs items side by side and settles each; what goes wrong is tried again. */
const createRunner = ({ store, run, onError, random }: Options) => {
  const running = new Set<Promise<void>>();
  const failed = (error: unknown): DueResult => {
    onError(error);
    return { done: false, after_ms: RETRY_MS, spread_ms: RETRY_MS };
  };
  const runOne = async (item: DueItem): Promise<void> => {
    const result = await run(item).catch(failed);
    // If even this fails, the lease runs out and the item is tried again.
    const settled = result.done
      ? store.finish(item)
      : store.postpone(item, result.after_ms + result.spread_ms * random());
    await settled.catch(onError);
  };
  return {
    launch: (items: readonly DueItem[]) => {
      for (const item of items) {
        const one = runOne(item).finally(() => running.delete(one));
        running.add(one);
      }
    },
    finished: async () => {
      await Promise.all(running);
    },
  };
};

/**
 * A process that does whatever has become due, by rows that were written in the transaction that wanted it:
 *
 *     due ──claim──► deliveries ──run──► done      (row deleted)
 *      ▲                 │  ▲
 *      │                 │  └── again: an attempt that asks for it, after a pause
 *   written with         └───── taken over: the process that claimed it is gone, or its lease has run out
 *   the booking
 *
 * A claim is one short transaction without network: committed first, then run. So a crash repeats at most what was
 * being run, and loses nothing. Any number of processes may do this at once.
 */
export const createDueEngine = (options: Options): DueEngine => {
  const { store, onError } = options;
  const owner = 1 + Math.floor(options.random() * 2 ** 30);
  const { nap, wake } = createNap();
  const runner = createRunner(options);
  let alive: { end(): void } | undefined;
  let stopped = false;
  let loop: Promise<void> = Promise.resolve();

  /** When the connection that shows us alive breaks, another one takes its place. */
  const showAlive = async () => {
    alive ??= await store.showAlive(owner, () => {
      alive = undefined;
    });
  };

  const turn = async () => {
    await showAlive();
    const taken = await store.takeOver(owner);
    runner.launch(taken);
    const claimed = await store.claim(owner);
    runner.launch(claimed);
    // More is waiting: let these go out first, so that memory and what a crash repeats stay bounded.
    if (claimed.length === BATCH || taken.length === BATCH) return runner.finished();
    const ms = (await store.untilNext()) ?? NAP_MS;
    if (!stopped) await nap(Math.min(NAP_MS, Math.max(1, Math.ceil(ms))));
  };

  const work = async () => {
    while (!stopped)
      await turn().catch(async (error: unknown) => {
        onError(error);
        if (!stopped) await nap(NAP_MS);
      });
  };

  return {
    start: async () => {
      await showAlive();
      loop = work();
    },
    wake,
    stop: async () => {
      stopped = true;
      wake();
      await loop;
      await runner.finished();
      alive?.end();
    },
  };
};
