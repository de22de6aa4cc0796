import { type Delivery, isNotice, type MessageKind, type Notice } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import {
  MAX_ATTEMPTS,
  pauseAfter,
  pauseAfterLate,
  pauseInAbsence,
  pauseTogether,
  postponeNotification,
  settleNotification,
} from '../notifications/index.ts';
import { updateReachable } from '../people/index.ts';
import { DONE, fail, type Prepared, putOff } from './outgoing.ts';
import { saveBookingMessage } from './store.ts';

type Ended = {
  readonly delivery: Delivery;
  /** Of the row of the timetable, from 1. */
  readonly attempt: number;
  readonly now: number;
};

/** Writes down how a delivery ended, and says whether it is to be tried again (docs/rules.md#attempts). */
export const settle = (tx: Tx, prepared: Prepared, { delivery, attempt, now }: Ended): DueResult => {
  const { message } = prepared;
  switch (delivery.status) {
    case 'sent':
      // The card that was sent is the booking's living message from now on. The booking comes before the notification, as
      // for everybody who changes both: or they would wait for each other.
      if (isNotice(message) && isCard(message) && delivery.message_id !== null)
        saveBookingMessage(tx, message.booking.id, { ...message, message_id: delivery.message_id });
      settleNotification(tx, message.id, { status: 'sent', error: null });
      return DONE;
    case 'late':
      return putOff(tx, prepared, { now, reason: 'it was too late to begin', pause: pauseAfterLate });
    case 'paused':
      return putOff(tx, prepared, { now, reason: delivery.reason, pause: pauseTogether(attempt, delivery.after_ms) });
    case 'revoked':
      return putOff(tx, prepared, { now, reason: delivery.reason, pause: pauseInAbsence(attempt) });
    case 'retry':
      return retry(tx, prepared, delivery);
    case 'unreachable':
      updateReachable(tx, message, false);
      fail(tx, prepared, { status: 'failed', error: delivery.reason });
      return DONE;
    case 'uncertain':
      return settleUncertain(tx, prepared, delivery.reason);
    default:
      fail(tx, prepared, { status: 'failed', error: delivery.reason });
      return DONE;
  }
};

/** Whether what was sent lives on as the booking's card; a move has a message of its own beside a living one. */
const isCard = ({ kind, audience, message_id }: Notice): boolean =>
  audience === 'client' &&
  (['booking_created', 'booking_held', 'waitlist_offer'].includes(kind) ||
    (kind === 'booking_moved' && message_id === null));

const retry = (tx: Tx, prepared: Prepared, delivery: { after_ms: number; reason: string }): DueResult => {
  const { id, attempts } = prepared.outgoing;
  if (attempts >= MAX_ATTEMPTS) {
    fail(tx, prepared, { status: 'failed', error: delivery.reason });
    return DONE;
  }
  postponeNotification(tx, id, { reason: delivery.reason, counts: true });
  return { done: false, ...pauseAfter(attempts, delivery.after_ms) };
};

/** What comes with buttons of its own and lives on: a second one would be a second truth. The staff sees that nobody knows. */
const ONCE_ONLY: readonly MessageKind[] = ['booking_created', 'booking_held', 'waitlist_offer', 'review_request'];

/** Nobody knows whether it arrived. A reminder may come twice rather than never; it is repeated once. */
const settleUncertain = (tx: Tx, prepared: Prepared, reason: string): DueResult => {
  const { audience, kind, attempts } = prepared.outgoing;
  const once = audience === 'client' && ONCE_ONLY.includes(kind);
  if (!once && attempts < 2) return retry(tx, prepared, { after_ms: 0, reason });
  fail(tx, prepared, { status: 'uncertain', error: reason });
  return DONE;
};
