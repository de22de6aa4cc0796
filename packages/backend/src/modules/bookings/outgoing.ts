import { type Booking, BookingStatus, type Notice, type NoticeKind } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import { MINUTE_MS } from '../../time.ts';
import {
  isOvertaken,
  NEWS_MS,
  type Outgoing,
  type Pause,
  postponeNotification,
  settleNotification,
  startNotification,
} from '../notifications/index.ts';
import { OPEN } from './rules-states.ts';
import { findBefore, findBooking, findBookingMessage } from './store.ts';

/** A notification that is about to leave: as it is planned, and as the bot is told of it. */
export type Prepared = { readonly notice: Notice; readonly outgoing: Outgoing };

export const DONE: DueResult = { done: true };

/** Looks again at what a notification is about and gives it in full, or says how it has ended. */
export const prepare = async (tx: Tx, id: string): Promise<Prepared | DueResult> => {
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
  return prepared;
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
export const putOff = (
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
