import { createClaimer } from './due-claimer.ts';
import { createPace } from './due-pace.ts';
import { createDueRunner, type DueCounts, type DueTogether, type RunDue } from './due-runner.ts';
import type { DueStore } from './due-store.ts';
import { createUpkeep } from './due-upkeep.ts';

export { type DueJobs, oneByOne, type RunDue, type RunDueTogether } from './due-runner.ts';
export type { DueResult } from './due-settler.ts';

export type DueEngine = {
  start(): Promise<void>;
  /** Looks at once; for a clock that was moved and rows that are due immediately. */
  wake(): void;
  /** Claims no more, and waits for what is being run. */
  stop(): Promise<void>;
  /** What has been done since the start, what is in hand, and how late the last claim was (milliseconds). */
  stats(): DueStats;
};

export type DueStats = Readonly<DueCounts> & { readonly claimed: number; readonly lag_ms: number };

type Options = {
  readonly store: DueStore;
  readonly run: RunDue;
  /** The kinds that are run together, and how; nothing is run together when it is left out. */
  readonly together?: DueTogether;
  readonly onError: (error: unknown) => void;
  /** Between 0 and 1; names this process among the others and spreads repeated attempts. */
  readonly random: () => number;
  /** Monotonic milliseconds of this process, for naps only: what is due the clock of the database decides. */
  readonly ticks: () => number;
};

/**
 * A process that does whatever has become due, by rows that were written in the transaction that wanted it:
 *
 *                            ┌──── again: an attempt that asks for it or breaks, after a pause
 *                            ▼  │
 *     due ──claim──► deliveries ──run──► done      (row deleted)
 *      │               ▲  ▲  │
 *      │               │  │  └── dead: sixteen attempts broke; kept, and tried again when somebody asks for it
 *      │               │  └───── taken over: the process that claimed it is gone, or its lease has run out
 *      │               │
 *      │               ├── each that is to be tried again; all of them, when the process is gone or the lease has run out
 *      │               │
 *      └────claim──► handfuls ──run together──► done      (one row for all that was claimed at once of a tenant and a kind)
 *
 * The rows of `due` are written with what wants them.
 * A claim is one short statement without network: committed first, then run. So a crash repeats at most what was
 * being run, and loses nothing. Any number of processes may do this at once (docs/due.md).
 */
export const createDueEngine = (options: Options): DueEngine => {
  const { store, onError } = options;
  const owner = 1 + Math.floor(options.random() * 2 ** 30);
  const pace = createPace(options.ticks);
  const runner = createDueRunner(options);
  const upkeep = createUpkeep(options);
  const claimer = createClaimer({ store, owner, pace, runner });
  let alive: { end(): void } | undefined;
  let stopped = false;
  let loop: Promise<void> = Promise.resolve();

  /** When the connection that shows us alive breaks, another one takes its place. */
  const showAlive = async () => {
    const gone = () => {
      alive = undefined;
    };
    alive ??= await store.showAlive(owner, { gone, alarm: pace.wake });
  };

  const turn = async () => {
    await showAlive();
    pace.begin();
    if (pace.isTimeToLook()) {
      upkeep.tend();
      await claimer.look();
    }
    if (pace.isTimeToClaim()) await claimer.claim();
    else if (!stopped) await pace.nap();
  };

  const work = async () => {
    while (!stopped)
      await turn().catch(async (error: unknown) => {
        onError(error);
        if (!stopped) await pace.pause();
      });
  };

  return {
    start: async () => {
      await showAlive();
      loop = work();
    },
    wake: pace.lookNow,
    stop: async () => {
      stopped = true;
      pace.wake();
      await loop;
      await Promise.all([claimer.landed(), upkeep.finished()]);
      await runner.finished();
      alive?.end();
    },
    stats: () => ({ ...runner.counts(), ...claimer.counts }),
  };
};
