import { createBoundedMap } from '@okno/contract';
import type { Rule } from '../config.ts';

/** What a limit has said. */
export type Verdict = {
  readonly admitted: boolean;
  /** How many more would be admitted at this moment. */
  readonly left: number;
  /** Milliseconds until the next one is admitted; 0: at once. */
  readonly again_ms: number;
  /** Milliseconds until everything is regained. */
  readonly reset_ms: number;
};

/** Counts how often somebody did something. */
export type Limiter = {
  readonly rule: Rule;
  /** Counts one more, if it is admitted; who is refused is no worse off for having tried. */
  readonly take: (key: string) => Verdict;
  /** The same without counting. */
  readonly look: (key: string) => Verdict;
};

/**
 * Somebody with a million addresses makes us forget who was too fast, and not run out of memory. The half that was used last is
 * surely remembered.
 */
const MAX_KEYS = 2 * 100_000;

/**
 * `max` at once, and after that one for every `seconds / max`: there is no edge of a window at which twice as many get
 * through. All that is kept of a key is the instant at which everything it has used is regained.
 * @param now monotonic milliseconds
 */
export const createLimiter = (rule: Rule, now: () => number): Limiter => {
  const regained = createBoundedMap<number>(MAX_KEYS);
  const span_ms = rule.seconds * 1000;
  const each_ms = span_ms / rule.max;
  const judge = (key: string): Verdict & { readonly then: number } => {
    const at = now();
    const then = Math.max(regained.get(key) ?? at, at) + each_ms;
    const room_ms = at + span_ms - then;
    // Instants are no whole numbers: without the grain the last one would be refused now and then.
    const admitted = room_ms > -1e-6;
    return {
      then,
      admitted,
      left: admitted ? Math.floor(room_ms / each_ms + 1e-6) : 0,
      again_ms: admitted ? 0 : -room_ms,
      reset_ms: then - at - (admitted ? 0 : each_ms),
    };
  };
  return {
    rule,
    look: judge,
    take: (key) => {
      const verdict = judge(key);
      if (verdict.admitted) regained.set(key, verdict.then);
      return verdict;
    },
  };
};
