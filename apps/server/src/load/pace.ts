/** How fast work is got through while some of it waits. */
export type Pace = {
  /** Somebody has begun to wait where nobody did. */
  readonly onLine: () => void;
  /** Whoever waited has given up, and nobody waits any more. */
  readonly onEmpty: () => void;
  /** Work has ended; `waits`: somebody waits for its place. */
  readonly onEnd: (waits: boolean) => void;
  /** Milliseconds from one end of work to the next, as they lately were. 0: not known. */
  readonly gap_ms: () => number;
  /** Whether somebody has waited nearly all the time lately: more comes than can be done, and not just now. */
  readonly stands: () => boolean;
};

/**
 * What is older counts for a third, a tenth, less: long enough that a collection of garbage is no change of pace, short enough
 * that a database which becomes slow is noticed before those who wait have lost their patience.
 */
const MEMORY_MS = 500;

/**
 * So much of the time that is remembered must somebody have waited for a line to stand: about a second without a pause. At nine
 * tenths of what can be done somebody waits two thirds of the time.
 */
const STANDS = 0.9;

/** As if so many more had ended in no time: as long as little is known, everybody may hope. */
const HOPE = 4;

/**
 * Measures by what has ended, and only while somebody waited: at other times it is what is asked for that is counted, and not
 * what can be done.
 * @param now monotonic milliseconds
 */
export const createPace = (now: () => number): Pace => {
  let [waited_ms, stood_ms, ended, at, waits] = [0, 0, 0, 0, false];
  /** Forgets, and gives how long it was since the last time. */
  const forget = (): number => {
    const passed_ms = now() - at;
    at += passed_ms;
    const left = Math.exp(-passed_ms / MEMORY_MS);
    waited_ms *= left;
    // What passes counts for less the longer ago it is, in the midst of it as well: one stall is not a second without a pause.
    stood_ms = stood_ms * left + (waits ? MEMORY_MS * (1 - left) : 0);
    ended *= left;
    return passed_ms;
  };
  const addWaited = (): void => {
    const passed_ms = forget();
    waited_ms += passed_ms;
  };
  return {
    onLine: () => {
      forget();
      waits = true;
    },
    onEmpty: () => {
      if (waits) addWaited();
      waits = false;
    },
    onEnd: (goesOn) => {
      if (!waits) return;
      addWaited();
      ended += 1;
      waits = goesOn;
    },
    gap_ms: () => waited_ms / (ended + HOPE),
    // What is forgotten makes the sum of a time without end that of MEMORY_MS.
    stands: () => stood_ms >= STANDS * MEMORY_MS,
  };
};
