import type { Transport } from './client.ts';
import { AppError } from './errors.ts';

/** After so many failures in a row nobody is sent to the backend any more (docs/rules.md#away). */
const FAILURES = 5;
/** For so long; then one call finds out whether it is back. */
const REST_MS = 60_000;

export type BreakerState = 'closed' | 'open' | 'half_open';

export type Breaker = {
  /** Calls the backend, or throws `unavailable` at once. */
  readonly transport: Transport;
  readonly state: () => BreakerState;
};

/** The backend is away or broken. What it refuses it is there for, also in words we do not know. */
export const isFailure = (error: unknown): boolean => {
  if (!(error instanceof AppError) || error.status < 500) return false;
  const { status } = error.params;
  return !(typeof status === 'number' && status < 500);
};

/** A backend that has too much to do says so: it is there, and to send nobody would not make it faster. */
const isAway = (error: unknown): boolean =>
  isFailure(error) && !(error instanceof AppError && error.params['overloaded'] === true);

/**
 * Keeps callers from waiting for a backend that is away.
 *
 *              5 failures in a row            60 s are over, and somebody calls
 *    closed ───────────────────────► open ──────────────────────────────────► half_open
 *      ▲                              ▲                                           │ │
 *      │                              └────────── that one call fails ────────────┘ │
 *      └───────────────────────────────────────── it is answered ───────────────────┘
 *
 * @param ticks milliseconds of a clock that is never set: one that is would keep it open for an hour, or close it early
 */
export const withBreaker = (
  next: Transport,
  deps: { readonly ticks: () => number; readonly onChange?: (state: BreakerState) => void },
): Breaker => {
  const { ticks, onChange } = deps;
  let state: BreakerState = 'closed';
  let failures = 0;
  let opened = 0;
  const enter = (to: BreakerState): void => {
    if (to === 'open') opened = ticks();
    if (to === 'closed') failures = 0;
    if (to === state) return;
    state = to;
    onChange?.(to);
  };

  const probe: Transport = async (call) => {
    enter('half_open');
    try {
      const answer = await next(call);
      enter('closed');
      return answer;
    } catch (error) {
      enter(isAway(error) ? 'open' : 'closed');
      throw error;
    }
  };

  /** Whoever was sent before it opened neither closes it nor counts: that is for the one who is let through. */
  const count = (failed: boolean): void => {
    if (state !== 'closed') return;
    failures = failed ? failures + 1 : 0;
    if (failures >= FAILURES) enter('open');
  };

  const pass: Transport = async (call) => {
    try {
      const answer = await next(call);
      count(false);
      return answer;
    } catch (error) {
      count(isAway(error));
      throw error;
    }
  };

  return {
    transport: (call) => {
      if (state === 'closed') return pass(call);
      if (state === 'open' && ticks() - opened >= REST_MS) return probe(call);
      return Promise.reject(new AppError('unavailable'));
    },
    state: () => state,
  };
};
