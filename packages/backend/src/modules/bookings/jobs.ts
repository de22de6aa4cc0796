import { type Booking, BookingStatus, type Delivery, type Notice, type NoticeKind } from '@okno/contract';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { MINUTE_MS } from '../../time.ts';
import {
  createSilences,
  isOvertaken,
  MAX_ATTEMPTS,
  NEWS_MS,
  type Outgoing,
  type Pause,
  pauseAfter,
  pauseInAbsence,
  pauseTogether,
  postponeNotification,
  type Silences,
  settleNotification,
  startNotification,
} from '../notifications/index.ts';
import { updateReachable } from '../people/index.ts';
import { OPEN } from './rules-states.ts';
import { findBefore, findBooking, findBookingMessage, saveBookingMessage } from './store.ts';

export { endHold } from './holds.ts';
export { endVisit } from './visits.ts';

/** Puts a notice into words and sends it; never throws for what Telegram answers. */
export type Deliver = (notice: Notice) => Promise<Delivery>;

/**
 * Sends one notification: reads again what it is about, sends it, settles it. Harmless to repeat: what is settled
 * or cancelled is not sent, and a crash between sending and settling repeats one message at most. While Telegram wants
 * a bot to be silent, what waits for that bot is put off without asking Telegram (docs/rules.md#attempts).
 */
export const sendNotification = (inTenant: InTenant, deliver: Deliver) => {
  const silences = createSilences();
  return async ({ tenant_id, due_id, attempt }: DueItem): Promise<DueResult> => {
    const ready = await inTenant(tenant_id, (tx) => prepare(tx, due_id, { silences, attempt }));
    if ('done' in ready) return ready;
    const delivery = await deliver(ready.notice);
    return inTenant(tenant_id, async (tx) => settle(tx, ready, { delivery, silences, attempt, now: await tx.now }));
  };
};

/** A notification that is about to leave: as it is planned, and as the bot is told of it. */
type Prepared = { readonly notice: Notice; readonly outgoing: Outgoing };

const DONE: DueResult = { done: true };

const prepare = async (
  tx: Tx,
  id: string,
  { silences, attempt }: { silences: Silences; attempt: number },
): Promise<Prepared | DueResult> => {
  const outgoing = await startNotification(tx, id);
  if (outgoing === undefined) {
    settleNotification(tx, id, { status: 'cancelled', error: 'the person cannot be written to' });
    return DONE;
  }
  const [now, overtaken, booking, message, before] = await Promise.all([
    tx.now,
    isOvertaken(tx, id),
    findBooking(tx, shownBy(outgoing), { scope: 'all', language: outgoing.language }),
    findBookingMessage(tx, outgoing.subject_id, outgoing),
    outgoing.before === null ? null : findBefore(tx, outgoing.before, outgoing.language),
  ]);
  if (booking === undefined || overtaken || isPointless(outgoing, booking)) {
    settleNotification(tx, id, { status: 'cancelled', error: 'the booking has changed meanwhile' });
    return DONE;
  }
  const { subject_id: _subject, attempts: _attempts, send_at: _send_at, error, ...rest } = outgoing;
  const prepared = {
    outgoing,
    notice: { ...rest, series: newsOf(outgoing), booking, before, message_id: message?.message_id ?? null },
  };
  if (outgoing.kind === 'booking_reminder' && now >= endOf(prepared)) {
    // What was tried and came too late has failed; what was never tried had no reason to be.
    settleNotification(tx, id, {
      status: error === null ? 'cancelled' : 'failed',
      error: error ?? 'the visit has begun',
    });
    return DONE;
  }
  const silent_ms = silences.left(outgoing.bot_id, now);
  return silent_ms > 0
    ? putOff(tx, prepared, { now, reason: error ?? 'the bot must pause', pause: pauseTogether(attempt, silent_ms) })
    : prepared;
};

/** In which states of its booking a notice is still true; what is no longer true is not told. */
const TRUE_IN: Readonly<Record<NoticeKind, readonly Booking['status'][]>> = {
  booking_created: ['pending_payment', 'confirmed', 'completed', 'no_show'],
  booking_held: ['held'],
  hold_expired: ['cancelled'],
  waitlist_offer: ['held'],
  waitlist_passed: ['cancelled'],
  booking_moved: OPEN,
  booking_cancelled: ['cancelled'],
  booking_reminder: ['confirmed'],
  review_request: ['completed'],
  // The booking only shows of what series it is.
  series_created: BookingStatus.options,
  series_moved: BookingStatus.options,
  series_ended: BookingStatus.options,
  series_clash: BookingStatus.options,
};

/** The booking by which it is shown; news of a series are about many. */
const shownBy = ({ series, subject_id }: Outgoing): string => series?.booking_id ?? subject_id;

/** News of a series, as it is told. */
const newsOf = ({ series }: Outgoing): Notice['series'] =>
  series === null ? null : { id: series.series_id, count: series.count, starts_at: series.starts_at };

/** It is no longer true, or a reminder of the time before a move that was taken over from a process that is gone. */
const isPointless = ({ kind, minutes_before, send_at }: Outgoing, { status, starts_at }: Booking): boolean =>
  !TRUE_IN[kind].includes(status) ||
  (kind === 'booking_reminder' && Date.parse(starts_at) - (minutes_before ?? 0) * MINUTE_MS !== Date.parse(send_at));

/** When it is of no use any more, in Unix milliseconds: a visit that has begun is not announced, and news grows old. */
const endOf = ({ outgoing, notice }: Prepared): number =>
  outgoing.kind === 'booking_reminder' ? Date.parse(notice.booking.starts_at) : Date.parse(outgoing.send_at) + NEWS_MS;

/** The fault lies with the bot and not with this message: it waits as long as it is of use, and no attempt is counted. */
const putOff = (
  tx: Tx,
  prepared: Prepared,
  { now, reason, pause }: { now: number; reason: string; pause: Pause },
): DueResult => {
  const { id } = prepared.outgoing;
  if (now >= endOf(prepared)) {
    settleNotification(tx, id, { status: 'failed', error: reason });
    return DONE;
  }
  postponeNotification(tx, id, { reason, counts: false });
  return { done: false, ...pause };
};

type Ended = {
  readonly delivery: Delivery;
  readonly silences: Silences;
  readonly attempt: number;
  readonly now: number;
};

const settle = (tx: Tx, prepared: Prepared, { delivery, silences, attempt, now }: Ended): DueResult => {
  const { notice, outgoing } = prepared;
  switch (delivery.status) {
    case 'sent':
      settleNotification(tx, notice.id, { status: 'sent', error: null });
      // The card that was sent is the booking's living message from now on.
      if (isCard(notice) && delivery.message_id !== null)
        saveBookingMessage(tx, notice.booking.id, { ...notice, message_id: delivery.message_id });
      return DONE;
    case 'paused':
      silences.note(notice.bot_id, now + delivery.after_ms);
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

/** Nobody knows whether it arrived. A reminder may come twice rather than never; it is repeated once. */
const settleUncertain = (tx: Tx, outgoing: Outgoing, reason: string): DueResult => {
  if (outgoing.attempts < 2) return retry(tx, outgoing, { after_ms: 0, reason });
  settleNotification(tx, outgoing.id, { status: 'uncertain', error: reason });
  return DONE;
};
