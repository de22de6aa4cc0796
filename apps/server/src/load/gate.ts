import { AppError } from '@okno/contract';
import { createLanes, type Lanes } from './lanes.ts';
import { createPace, type Pace } from './pace.ts';

/** Lets in as much work as can be done at once; the rest waits for a moment, or is refused (docs/limits.md#work). */
export type Gate = {
  /**
   * Does `work` when it is the turn of `lane`, which is whoever it is done for: lanes that wait take turns, so that one that
   * asks much waits for itself.
   * @param patience_ms how long it may wait
   * @throws AppError `unavailable` when its turn did not come in time, or at once when it would not
   */
  readonly pass: <T>(lane: string, patience_ms: number, work: () => Promise<T>) => Promise<T>;
  /** Whether the turn of one more of `lane` would not come in `patience_ms`, going by how long work takes at this moment. */
  readonly isHopeless: (lane: string, patience_ms: number) => boolean;
  /** Somebody was refused elsewhere, because their work would be hopeless. */
  readonly noteRefused: () => void;
  /** How much is being done at this moment, how much waits, and how much was refused so far. */
  readonly load: () => Load;
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
  /** Hears of everything that is refused. */
  readonly onRefused?: (load: Load) => void;
};

export type Load = { readonly working: number; readonly waiting: number; readonly refused: number };

/**
 * Who would wait for longer is refused at once: an eighth of their patience, and a quarter of that where a line stands, because
 * more comes than can be done. A line that stands serves nobody more: whoever waits in it in vain costs more than somebody who
 * is served, and each that waits is walked over by every collection of garbage. At twice the load a line of half the patience
 * took 454 µs of the process for each good answer, a quarter 418, an eighth 393; of its main thread, 342 with 62 in the line and
 * 312 with 32. Many who come at once after a quiet time are not held to it: nothing is known of the pace then, and their line does not
 * stand.
 *
 * Whoever has a long patience is few, and would lose more by a refusal (a tap in a chat, the rest of a file): for them there is
 * hope up to the last second.
 */
const hopeful_ms = (patience_ms: number, stands: boolean): number =>
  Math.max(patience_ms / (stands ? 32 : 8), patience_ms - 1_000);

/** A line as short as this is no line that stands: slow work, or little room, must not turn away whoever comes a moment too early. */
const shortLine = (most: number): number => Math.max(2 * most, 8);

/** Counts what is refused. */
const createRefusals = (total: { refused: number } & Load, onRefused: Deps['onRefused']) => {
  const note = (): void => {
    total.refused += 1;
    onRefused?.(total);
  };
  const refused = (): AppError => {
    note();
    return new AppError('unavailable', { overloaded: true });
  };
  return { note, refused };
};

/** Those who wait, with a timer each. */
const createLine = (
  lanes: Lanes<Waiter>,
  total: { waiting: number },
  { now, setTimer, refused, pace }: Pick<Deps, 'now' | 'setTimer'> & { refused: () => AppError; pace: Pace },
) => ({
  wait: (name: string, patience_ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = setTimer(patience_ms, () => {
        lanes.leave(name, waiter);
        total.waiting -= 1;
        if (total.waiting === 0) pace.onEmpty();
        reject(refused());
      });
      const begin = () => {
        cancel();
        resolve();
      };
      const refuse = () => {
        cancel();
        reject(refused());
      };
      const waiter: Waiter = { begin, refuse, until: now() + patience_ms };
      lanes.line(name, waiter);
      if (total.waiting === 0) pace.onLine();
      total.waiting += 1;
    }),
  next: () => {
    const next = lanes.next();
    if (next !== undefined) total.waiting -= 1;
    return next;
  },
});

export const createGate = ({ most, most_each, now, setTimer, onRefused }: Deps): Gate => {
  const lanes = createLanes<Waiter>(most_each);
  const total = { working: 0, waiting: 0, refused: 0 };
  const pace = createPace(now);
  const { note: noteRefused, refused } = createRefusals(total, onRefused);
  const line = createLine(lanes, total, { now, setTimer, refused, pace });

  const begin = (name: string): void => {
    lanes.begin(name);
    total.working += 1;
  };

  const callNext = (): void => {
    while (total.working < most) {
      const next = line.next();
      if (next === undefined) return;
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
    pace.onEnd(total.waiting > 0);
  };

  const hasRoom = (name: string): boolean =>
    total.working < most && lanes.working(name) < most_each && lanes.waiting(name) === 0;

  const isHopeless = (name: string, patience_ms: number): boolean => {
    if (hasRoom(name)) return false;
    const before = lanes.before(name);
    return before * pace.gap_ms() > (before < shortLine(most) ? patience_ms : hopeful_ms(patience_ms, pace.stands()));
  };

  const enter = async (name: string, patience_ms: number): Promise<void> => {
    if (hasRoom(name)) return begin(name);
    if (isHopeless(name, patience_ms)) throw refused();
    return line.wait(name, patience_ms);
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
    isHopeless,
    noteRefused,
    load: () => ({ ...total }),
  };
};
