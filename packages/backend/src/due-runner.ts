import type { ClaimedItem, DueItem, DueKind, Handful } from './due-item.ts';
import { createDueQueue } from './due-queue.ts';
import { createSettler, type DueResult, type Ending, type SettleCounts } from './due-settler.ts';
import type { Claimed, DueStore, Share } from './due-store.ts';

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

/** Finds the job of an item's kind. */
export const oneByOne =
  (jobs: Readonly<Partial<Record<DueKind, RunDue>>>): RunDue =>
  async (item) => {
    const run = jobs[item.kind];
    if (run === undefined) throw new Error(`${item.kind} has no job that runs one by one`);
    return run(item);
  };

export type DueCounts = { readonly in_hand: number } & Readonly<SettleCounts>;

type ToRun = Pick<Claimed, 'items' | 'handfuls'>;

export type DueRunner = {
  /** What may be claimed now. */
  share(): Share;
  /** So many more are being claimed; -n when they have come, or will not. */
  expect(coming: number): void;
  launch(claimed: ToRun): void;
  /** How often something has been settled so far. */
  settlings(): number;
  /** Resolves as soon as something has been settled after it was asked for, or after so many `settlings`. */
  progress(after?: number): Promise<void>;
  /** Resolves when nothing is in hand any more. */
  finished(): Promise<void>;
  counts(): DueCounts;
};

type Options = {
  readonly store: Pick<DueStore, 'finish' | 'endHandfuls' | 'postpone' | 'bury'>;
  readonly run: RunDue;
  readonly together?: DueTogether;
  readonly onError: (error: unknown) => void;
  /** Between 0 and 1. */
  readonly random: () => number;
};

const kindOf = ({ kind }: { readonly kind: DueKind }): DueKind => kind;

/** Runs what has been claimed, tenant by tenant in turn, and settles it; what goes wrong is tried again. */
export const createDueRunner = (options: Options): DueRunner => {
  const { together = {}, onError } = options;
  const kinds = Object.keys(together);
  const queue = createDueQueue();
  const { settle, settleHandfuls, counts } = createSettler(options);
  let waiters: (() => void)[] = [];
  let settlings = 0;

  const tell = (): void => {
    settlings += 1;
    const told = waiters;
    waiters = [];
    for (const one of told) one();
  };

  const broken = (error: unknown): Ending => {
    onError(error);
    return { broke: error instanceof Error ? error.message : String(error) };
  };

  const runOne = async (item: ClaimedItem): Promise<void> => {
    await settle(item, await options.run(item).catch(broken));
    queue.leave(item);
    go();
    tell();
  };

  const endingsOf = async (items: readonly ClaimedItem[], run: RunDueTogether) => {
    const results = await run(items).catch((error: unknown) => new Array<Ending>(items.length).fill(broken(error)));
    return new Map(items.map((item, place) => [item, results[place]]));
  };

  const runTogether = async (run: RunDueTogether, alone: readonly ClaimedItem[], handfuls: readonly Handful[]) => {
    const items = [...alone, ...handfuls.flatMap((handful) => handful.items)];
    queue.count(items.length);
    const endings = await endingsOf(items, run);
    const endingOf = (item: ClaimedItem): Ending => endings.get(item) ?? broken(missing(item));
    await Promise.all([settleHandfuls(handfuls, endingOf), ...alone.map((item) => settle(item, endingOf(item)))]);
    queue.count(-items.length);
    tell();
  };

  const launch = ({ items, handfuls }: ToRun): void => {
    const [alone, held] = [Map.groupBy(items, kindOf), Map.groupBy(handfuls, kindOf)];
    for (const kind of new Set([...alone.keys(), ...held.keys()])) {
      const run = together[kind];
      if (run === undefined) queue.add(alone.get(kind) ?? []);
      else void runTogether(run, alone.get(kind) ?? [], held.get(kind) ?? []);
    }
    go();
  };

  const go = (): void => {
    for (let item = queue.next(); item !== undefined; item = queue.next()) void runOne(item);
  };

  const progress = async (after = settlings): Promise<void> => {
    if (after === settlings) await new Promise<void>((resolve) => waiters.push(resolve));
  };

  return {
    share: () => ({ ...queue.share(), together: kinds }),
    expect: queue.expect,
    launch,
    settlings: () => settlings,
    progress,
    finished: async () => {
      while (queue.size() > 0) await progress();
    },
    counts: () => ({ in_hand: queue.size(), ...counts }),
  };
};

const missing = ({ kind, id }: ClaimedItem): Error =>
  new Error(`${kind} ${id} was run together with others and has no result`);
