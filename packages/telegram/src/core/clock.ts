/** Unix milliseconds that tests and the simulator may move; everything in the emulator waits by it. */
export type Clock = {
  now(): number;
  offsetMs(): number;
  advance(ms: number): void;
  setOffset(ms: number): void;
  setTimer(delayMs: number, run: () => void): () => void;
  onMove(listener: () => void): () => void;
};

type Timer = { readonly due: number; readonly order: number; readonly run: () => void; handle?: NodeJS.Timeout };

/** The longest delay Node's timers take; a longer wait is armed again when it has passed. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
/** A frozen clock never reaches its due time by waiting, so a woken timer must not spin. */
const REARM_MS = 5;

const finite = (ms: number, name: string): number => {
  if (!Number.isFinite(ms)) throw new RangeError(`${name} must be a finite number of milliseconds, got ${ms}`);
  return ms;
};

const inOrder = (a: Timer, b: Timer): number => a.due - b.due || a.order - b.order;

/**
 * A clock that runs with `now` (the system's by default) plus an offset in milliseconds.
 * Pass a `now` that returns a constant for a frozen clock, which only `advance` and `setOffset` move.
 * Timers fire when the clock reaches their time: at once and in order of due time when it is moved over them,
 * else by a real timeout that does not keep the process alive. Throws RangeError on a step that is not a number.
 */
export const createClock = (options: { readonly now?: () => number } = {}): Clock => {
  const base = options.now ?? Date.now;
  const timers = new Set<Timer>();
  const listeners = new Set<() => void>();
  let offset = 0;
  let order = 0;

  const now = (): number => base() + offset;
  const arm = (timer: Timer, leastMs: number): void => {
    const delay = Math.min(Math.max(timer.due - now(), leastMs), LONGEST_DELAY_MS);
    timer.handle = setTimeout(() => wake(timer), delay).unref();
  };
  const fire = (timer: Timer): void => {
    if (!timers.delete(timer)) return;
    clearTimeout(timer.handle);
    timer.run();
  };
  const wake = (timer: Timer): void => {
    if (now() >= timer.due) fire(timer);
    else arm(timer, REARM_MS);
  };
  const setOffset = (ms: number): void => {
    offset = finite(ms, 'offset_ms');
    const at = now();
    const due = [...timers].filter((timer) => timer.due <= at);
    for (const timer of due.sort(inOrder)) fire(timer);
    for (const timer of timers) {
      clearTimeout(timer.handle);
      arm(timer, 0);
    }
    for (const listener of listeners) listener();
  };

  return {
    now,
    offsetMs: () => offset,
    advance: (ms) => {
      if (finite(ms, 'advance_ms') < 0) throw new RangeError('advance_ms must not be negative: time goes forward');
      setOffset(offset + ms);
    },
    setOffset,
    setTimer: (delayMs, run) => {
      order += 1;
      const timer: Timer = { due: now() + finite(delayMs, 'delay_ms'), order, run };
      timers.add(timer);
      arm(timer, 0);
      return () => {
        if (timers.delete(timer)) clearTimeout(timer.handle);
      };
    },
    onMove: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
