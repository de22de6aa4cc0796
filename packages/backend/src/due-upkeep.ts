import type { DueStore } from './due-store.ts';

/** Whoever has just begun has more urgent things to do. */
const FIRST_MS = 5_000;
const EVERY_MS = 3_600_000;
/** Another process is at it, or a long transaction holds the table. */
const AGAIN_MS = 10_000;

/** Keeps the weeks of the timetable beside the engine's other work: made ahead, dropped when they are over. */
export type Upkeep = {
  /** Begins when it is time, and returns at once. */
  tend(): void;
  finished(): Promise<void>;
};

type Options = {
  readonly store: Pick<DueStore, 'keepWeeks'>;
  /** Monotonic milliseconds of this process. */
  readonly ticks: () => number;
  readonly onError: (error: unknown) => void;
};

/** Any number of processes may do this at once: one of them works, the others find it done (docs/due.md#weeks). */
export const createUpkeep = ({ store, ticks, onError }: Options): Upkeep => {
  let next_at = ticks() + FIRST_MS;
  let work: Promise<void> | undefined;

  const keep = async (): Promise<number> => {
    for (;;) {
      const done = await store.keepWeeks();
      if (done === 'busy') return AGAIN_MS;
      if (done === 'kept') return EVERY_MS;
    }
  };

  const run = async (): Promise<void> => {
    const pause_ms = await keep().catch((error: unknown) => {
      onError(error);
      return EVERY_MS;
    });
    next_at = ticks() + pause_ms;
    work = undefined;
  };

  return {
    tend: () => {
      if (work === undefined && ticks() >= next_at) work = run();
    },
    finished: async () => work,
  };
};
