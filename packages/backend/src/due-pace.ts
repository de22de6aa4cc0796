/**
 * How often the timetable is looked at from its beginning: also how late a row is noticed that nobody announced. Less
 * than one question a second while nothing happens, and what a dead process had is taken over within two.
 */
const LOOK_MS = 1_200;
/** How long another process may take to commit its claim. */
const OTHERS_MS = 2;
/** How often is asked at least for what is due and still not to be had: its business may be on its way to another server. */
const IN_VAIN_MS = 50;

/**
 * When the engine looks and when it claims, in monotonic milliseconds of this process (`ticks`). These are naps only:
 * what is due the clock of the database decides.
 */
export type Pace = {
  isTimeToLook(): boolean;
  isTimeToClaim(): boolean;
  /** The whole timetable was looked at, and something will be due in `ms`; null when nothing will. */
  looked(ms: number | null): void;
  /** All was claimed that was to be had (`some`: there was something), and more will be due in `ms`. */
  claimed(some: boolean, ms: number | null): void;
  /** There is no room for more until somebody wakes. */
  hold(): void;
  /** Claims at once. */
  wake(): void;
  /** Looks and claims at once. */
  lookNow(): void;
  /** What happens between this and `claimed` or `looked` is newer than what they have been told. */
  begin(): void;
  nap(): Promise<void>;
  pause(): Promise<void>;
};

export const createPace = (ticks: () => number): Pace => {
  const { nap, wake: endNap } = createNap();
  let look_at = Number.NEGATIVE_INFINITY;
  let due_at = Number.NEGATIVE_INFINITY;
  let woken = false;
  let vain = 0;
  const settle = (at: number): void => {
    if (!woken) due_at = at;
  };
  const inTicks = (ms: number | null): number => (ms === null ? Number.POSITIVE_INFINITY : ticks() + ms);
  const wake = (): void => {
    woken = true;
    vain = 0;
    due_at = Number.NEGATIVE_INFINITY;
    endNap();
  };
  return {
    isTimeToLook: () => ticks() >= look_at,
    isTimeToClaim: () => ticks() >= due_at,
    looked: (ms) => {
      look_at = ticks() + LOOK_MS;
      settle(inTicks(ms));
    },
    // What is due and was not to be had is in the hands of another process, which commits soon, or belongs to a business that
    // is being moved, for as long as that takes.
    claimed: (some, ms) => {
      const isVain = !some && ms !== null && ms <= 0;
      if (!isVain) vain = 0;
      settle(some ? inTicks(ms) : Math.max(inTicks(ms), ticks() + Math.min(IN_VAIN_MS, OTHERS_MS * 2 ** vain)));
      if (isVain) vain += 1;
    },
    hold: () => settle(Number.POSITIVE_INFINITY),
    wake,
    lookNow: () => {
      look_at = Number.NEGATIVE_INFINITY;
      wake();
    },
    begin: () => {
      woken = false;
    },
    nap: () => nap(Math.max(1, Math.ceil(Math.min(look_at, due_at) - ticks()))),
    pause: () => nap(LOOK_MS),
  };
};

/** A nap that can be ended early; who wakes nobody has ended the next one. */
const createNap = () => {
  let end: (() => void) | undefined;
  let ended = false;
  const nap = (ms: number) =>
    new Promise<void>((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        end = undefined;
        ended = false;
        resolve();
      };
      const timer = setTimeout(finish, ended ? 0 : ms);
      end = finish;
    });
  const wake = () => {
    ended = true;
    end?.();
  };
  return { nap, wake };
};
