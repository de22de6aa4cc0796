import type { Delivery } from '@okno/contract';
import { MAX_ATTEMPTS, type Pause, pauseAfter, pauseAfterLate, pauseInAbsence } from '../notifications/index.ts';

/** How it ended for one person, or that it is tried again; `counts`: whether this was an attempt. */
export type Settled =
  | {
      readonly status: 'sent' | 'failed' | 'unreachable' | 'opted_out' | 'uncertain';
      readonly error: string | null;
    }
  | { readonly status: 'waiting'; readonly error: string; readonly pause: Pause; readonly counts: boolean };

/** What a delivery means for one person: as for notices, but what may have arrived is never repeated. */
export const settledBy = (delivery: Delivery, attempts: number): Settled => {
  switch (delivery.status) {
    case 'sent':
      return { status: 'sent', error: null };
    case 'late':
      return { status: 'waiting', error: 'it was too late to begin', pause: pauseAfterLate, counts: false };
    case 'paused':
      return waiting(delivery.reason, { after_ms: delivery.after_ms, spread_ms: 0 }, false);
    case 'revoked':
      return waiting(delivery.reason, pauseInAbsence(1), false);
    case 'retry':
      if (attempts >= MAX_ATTEMPTS) return { status: 'failed', error: delivery.reason };
      return waiting(delivery.reason, pauseAfter(attempts, delivery.after_ms), true);
    default:
      return { status: delivery.status, error: delivery.reason };
  }
};

const waiting = (error: string, pause: Pause, counts: boolean): Settled => ({
  status: 'waiting',
  error,
  pause,
  counts,
});

/** For how long a bot says nothing to anybody of a broadcast after this; 0: it goes on. */
export const silenceAfter = (delivery: Delivery): number => {
  if (delivery.status === 'paused') return Math.max(1, delivery.after_ms);
  return delivery.status === 'revoked' ? pauseInAbsence(1).after_ms : 0;
};
