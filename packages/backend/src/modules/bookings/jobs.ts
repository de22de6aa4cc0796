import type { Booking, Delivery, Notice } from '@okno/contract';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import {
  isOvertaken,
  type Outgoing,
  postponeNotification,
  settleNotification,
  startNotification,
} from '../notifications/index.ts';
import { updateReachable } from '../people/index.ts';
import { findBooking, findBookingMessage, saveBookingMessage } from './store.ts';

/** Puts a notice into words and sends it; never throws for what Telegram answers. */
export type Deliver = (notice: Notice) => Promise<Delivery>;

/** After this many attempts a notification has failed (docs/rules.md#attempts). */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 5_000;

/**
 * Sends one notification: reads again what it is about, sends it, settles it. Harmless to repeat: what is settled
 * or cancelled is not sent, and a crash between sending and settling repeats one message at most.
 */
export const sendNotification =
  (inTenant: InTenant, deliver: Deliver) =>
  async ({ tenant_id, due_id }: DueItem): Promise<DueResult> => {
    const notice = await inTenant(tenant_id, (tx) => prepare(tx, due_id));
    if (notice === undefined) return { done: true };
    const delivery = await deliver(notice.notice);
    return inTenant(tenant_id, async (tx) => settle(tx, notice, delivery));
  };

type Prepared = { readonly notice: Notice; readonly outgoing: Outgoing };

const prepare = async (tx: Tx, id: string): Promise<Prepared | undefined> => {
  const outgoing = await startNotification(tx, id);
  if (outgoing === undefined) {
    settleNotification(tx, id, { status: 'cancelled', error: 'the person cannot be written to' });
    return undefined;
  }
  const [now, overtaken, booking, message] = await Promise.all([
    tx.now,
    isOvertaken(tx, id),
    findBooking(tx, outgoing.subject_id, { scope: 'all', language: outgoing.language }),
    findBookingMessage(tx, outgoing.subject_id, outgoing),
  ]);
  const { subject_id: _subject, attempts: _attempts, ...rest } = outgoing;
  if (booking === undefined || overtaken || isPointless(outgoing, booking, now)) {
    settleNotification(tx, id, { status: 'cancelled', error: 'the booking has changed meanwhile' });
    return undefined;
  }
  return { outgoing, notice: { ...rest, booking, message_id: message?.message_id ?? null } };
};

/** What is no longer true is not told: nor is a visit announced that has already begun. */
const isPointless = ({ kind }: Outgoing, { status, starts_at }: Booking, now: number): boolean => {
  if (kind === 'booking_cancelled') return status !== 'cancelled';
  return status === 'cancelled' || (kind === 'booking_reminder' && Date.parse(starts_at) <= now);
};

const settle = (tx: Tx, { notice, outgoing }: Prepared, delivery: Delivery): DueResult => {
  switch (delivery.status) {
    case 'sent':
      settleNotification(tx, notice.id, { status: 'sent', error: null });
      // The card that was sent is the booking's living message from now on.
      if (notice.kind === 'booking_created' && notice.audience === 'client' && delivery.message_id !== null)
        saveBookingMessage(tx, notice.booking.id, { ...notice, message_id: delivery.message_id });
      return { done: true };
    case 'retry':
      return retry(tx, outgoing, delivery);
    case 'unreachable':
      updateReachable(tx, notice, false);
      settleNotification(tx, notice.id, { status: 'failed', error: delivery.reason });
      return { done: true };
    case 'uncertain':
      return settleUncertain(tx, outgoing, delivery.reason);
    default:
      settleNotification(tx, notice.id, { status: 'failed', error: delivery.reason });
      return { done: true };
  }
};

const retry = (tx: Tx, { id, attempts }: Outgoing, delivery: { after_ms: number; reason: string }): DueResult => {
  if (attempts >= MAX_ATTEMPTS) {
    settleNotification(tx, id, { status: 'failed', error: delivery.reason });
    return { done: true };
  }
  postponeNotification(tx, id, delivery.reason);
  return { done: false, after_ms: Math.max(delivery.after_ms, FIRST_PAUSE_MS * 2 ** (attempts - 1)) };
};

/** Nobody knows whether it arrived. A reminder may come twice rather than never; it is repeated once. */
const settleUncertain = (tx: Tx, outgoing: Outgoing, reason: string): DueResult => {
  if (outgoing.attempts < 2) return retry(tx, outgoing, { after_ms: FIRST_PAUSE_MS, reason });
  settleNotification(tx, outgoing.id, { status: 'uncertain', error: reason });
  return { done: true };
};
