import { AppError } from '@okno/contract';
import { createLanes } from './lanes.ts';

/** Lets in as much work as can be done at once; the rest waits for a moment, or is refused (docs/limits.md#work). */
export type Gate = {
  /**
   * Does `work` when it is the turn of `lane`, which is whoever it is done for: lanes that wait take turns, so that one that
   * asks much waits for itself.
   * @param patience_ms how long it may wait
   * @throws AppError `unavailable` when its turn did not come in time, or too many of its lane wait already
   */
  readonly pass: <T>(lane: string, patience_ms: number, work: () => Promise<T>) => Promise<T>;
  /** How much is being done at this moment, how much waits, and how much was refused so far. */
  readonly load: () => { readonly working: number; readonly waiting: number; readonly refused: number };
};

type Waiter = { readonly begin: () => void; readonly refuse: () => void; readonly until: number };

export type Bounds = {
  /** How much is done at once. */
  readonly most: number;
  /** How much of that may be for one lane. */
  readonly most_each: number;
};

type Deps = Bounds & {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Calls `run` once after so many milliseconds, unless what it returns is called before. */
  readonly setTimer: (ms: number, run: () => void) => () => void;
};

/** So many of a lane may wait for each that is worked on: at the speed of the slowest machine nobody further back has a chance. */
const WAITING_PER_WORKING = 32;

export const createGate = ({ most, most_each, now, setTimer }: Deps): Gate => {
  const lanes = createLanes<Waiter>(most_each);
  const total = { working: 0, waiting: 0, refused: 0 };

  const begin = (name: string): void => {
    lanes.begin(name);
    total.working += 1;
  };

  const callNext = (): void => {
    while (total.working < most) {
      const next = lanes.next();
      if (next === undefined) return;
      total.waiting -= 1;
      // Its timer may be late; and an answer that nobody waits for any more would take the place of one that somebody does.
      if (next.waiter.until <= now()) next.waiter.refuse();
      else {
        begin(next.name);
        next.waiter.begin();
      }
    }
  };

  const end = (name: string): void => {
    lanes.end(name);
    total.working -= 1;
    callNext();
  };

  const refused = (): AppError => {
    total.refused += 1;
    return new AppError('unavailable');
  };

  const wait = (name: string, patience_ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = setTimer(patience_ms, () => {
        lanes.leave(name, waiter);
        total.waiting -= 1;
        reject(refused());
      });
      const begun = () => {
        cancel();
        resolve();
      };
      const refuse = () => {
        cancel();
        reject(refused());
      };
      const waiter: Waiter = { begin: begun, refuse, until: now() + patience_ms };
      lanes.line(name, waiter);
      total.waiting += 1;
    });

  const enter = async (name: string, patience_ms: number): Promise<void> => {
    const waiting = lanes.waiting(name);
    if (total.working < most && lanes.working(name) < most_each && waiting === 0) return begin(name);
    if (waiting >= most_each * WAITING_PER_WORKING) throw refused();
    return wait(name, patience_ms);
  };

  return {
    pass: async (name, patience_ms, work) => {
      await enter(name, patience_ms);
      try {
        return await work();
      } finally {
        end(name);
      }
    },
    load: () => ({ ...total }),
  };
};
