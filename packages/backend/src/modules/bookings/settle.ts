import type { Delivery, Notice, NoticeKind } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import {
  MAX_ATTEMPTS,
  type Outgoing,
  pauseAfter,
  pauseAfterLate,
  pauseInAbsence,
  pauseTogether,
  postponeNotification,
  settleNotification,
} from '../notifications/index.ts';
import { updateReachable } from '../people/index.ts';
import { DONE, type Prepared, putOff } from './outgoing.ts';
import { saveBookingMessage } from './store.ts';

type Ended = {
  readonly delivery: Delivery;
  /** Of the row of the timetable, from 1. */
  readonly attempt: number;
  readonly now: number;
};

/** Writes down how a delivery ended, and says whether it is to be tried again (docs/rules.md#attempts). */
export const settle = (tx: Tx, prepared: Prepared, { delivery, attempt, now }: Ended): DueResult => {
  const { notice, outgoing } = prepared;
  switch (delivery.status) {
    case 'sent':
      settleNotification(tx, notice.id, { status: 'sent', error: null });
      // The card that was sent is the booking's living message from now on.
      if (isCard(notice) && delivery.message_id !== null)
        saveBookingMessage(tx, notice.booking.id, { ...notice, message_id: delivery.message_id });
      return DONE;
    case 'late':
      return putOff(tx, prepared, { now, reason: 'it was too late to begin', pause: pauseAfterLate });
    case 'paused':
      return putOff(tx, prepared, { now, reason: delivery.reason, pause: pauseTogether(attempt, delivery.after_ms) });
    case 'revoked':
      return putOff(tx, prepared, { now, reason: delivery.reason, pause: pauseInAbsence(attempt) });
    case 'retry':
      return retry(tx, outgoing, delivery);
    case 'unreachable':
      updateReachable(tx, notice, false);
      settleNotification(tx, notice.id, { status: 'failed', error: delivery.reason });
      return DONE;
    case 'uncertain':
      return settleUncertain(tx, outgoing, delivery.reason);
    default:
      settleNotification(tx, notice.id, { status: 'failed', error: delivery.reason });
      return DONE;
  }
};

/** Whether what was sent lives on as the booking's card; a move has a message of its own beside a living one. */
const isCard = ({ kind, audience, message_id }: Notice): boolean =>
  audience === 'client' &&
  (['booking_created', 'booking_held', 'waitlist_offer'].includes(kind) ||
    (kind === 'booking_moved' && message_id === null));

const retry = (tx: Tx, { id, attempts }: Outgoing, delivery: { after_ms: number; reason: string }): DueResult => {
  if (attempts >= MAX_ATTEMPTS) {
    settleNotification(tx, id, { status: 'failed', error: delivery.reason });
    return DONE;
  }
  postponeNotification(tx, id, { reason: delivery.reason, counts: true });
  return { done: false, ...pauseAfter(attempts, delivery.after_ms) };
};

/** What comes with buttons of its own and lives on: a second one would be a second truth. The staff sees that nobody knows. */
const ONCE_ONLY: readonly NoticeKind[] = ['booking_created', 'booking_held', 'waitlist_offer', 'review_request'];

/** Nobody knows whether it arrived. A reminder may come twice rather than never; it is repeated once. */
const settleUncertain = (tx: Tx, outgoing: Outgoing, reason: string): DueResult => {
  const once = outgoing.audience === 'client' && ONCE_ONLY.includes(outgoing.kind);
  if (!once && outgoing.attempts < 2) return retry(tx, outgoing, { after_ms: 0, reason });
  settleNotification(tx, outgoing.id, { status: 'uncertain', error: reason });
  return DONE;
};
