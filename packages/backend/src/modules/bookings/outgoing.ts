import {
  type Booking,
  BookingStatus,
  BULLETIN_KINDS,
  type BulletinKind,
  isNotice,
  type Message,
  NOTICE_KINDS,
  type Notice,
  type NoticeKind,
} from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import { MINUTE_MS } from '../../time.ts';
import {
  insertUndelivered,
  isOvertaken,
  NEWS_MS,
  type Outgoing,
  type Pause,
  postponeNotification,
  settleNotification,
  startNotification,
} from '../notifications/index.ts';
import { findPlace } from '../people/index.ts';
import { findBotName, findTenant } from '../tenants/index.ts';
import { findWebhookHost } from '../webhooks/index.ts';
import { listNearest } from './ask-move.ts';
import { actingAs, OPEN } from './rules-states.ts';
import { findBefore, findBooking, findBookingMessage } from './store.ts';
import { listUndelivered } from './store-undelivered.ts';

/**
 * A notification that is about to leave: as it is planned, and as the bot is told of it. `ends_at`: when it is of no use
 * any more, in Unix milliseconds.
 */
export type Prepared = { readonly message: Message; readonly outgoing: Outgoing; readonly ends_at: number };

/** So many are named; of the others it is told how many they are. */
const TOLD = 10;

export const DONE: DueResult = { done: true };

/** Looks again at what a notification is about and gives it in full, or says how it has ended. */
export const prepare = async (tx: Tx, id: string): Promise<Prepared | DueResult> => {
  const outgoing = await startNotification(tx, id);
  if (outgoing === undefined) return callOff(tx, id, 'the person cannot be written to');
  return isAboutBooking(outgoing) ? prepareNotice(tx, outgoing) : prepareBulletin(tx, outgoing);
};

/** What a notification is about, without asking whether it is still to be told; misses what is about no booking. */
export const describe = async (tx: Tx, outgoing: Outgoing): Promise<Prepared | undefined> => {
  if (!isAboutBooking(outgoing)) return undefined;
  const { booking, ...beside } = await gather(tx, outgoing);
  return booking === undefined ? undefined : noticeOf(outgoing, { booking, ...beside });
};

/** Of no use once the visit has begun. */
const ABOUT_A_START: readonly NoticeKind[] = ['booking_reminder', 'running_late', 'move_asked'];

type OutgoingNotice = Outgoing & { readonly kind: NoticeKind };

const isAboutBooking = (outgoing: Outgoing): outgoing is OutgoingNotice =>
  (NOTICE_KINDS as readonly string[]).includes(outgoing.kind);

const callOff = (tx: Tx, id: string, error: string): DueResult => {
  settleNotification(tx, id, { status: 'cancelled', error });
  return DONE;
};

const gather = async (tx: Tx, outgoing: OutgoingNotice) => {
  const [booking, message, before] = await Promise.all([
    findBooking(tx, shownBy(outgoing), { scope: 'all', language: outgoing.language }),
    findBookingMessage(tx, outgoing.subject_id, outgoing),
    outgoing.before === null ? null : findBefore(tx, outgoing.before, outgoing.language),
  ]);
  return { booking, before, message_id: message?.message_id ?? null };
};

const noticeOf = (
  outgoing: OutgoingNotice,
  about: Pick<Notice, 'booking' | 'before' | 'message_id'> & Partial<Pick<Notice, 'nearest' | 'phone' | 'free'>>,
): Prepared & { readonly message: Notice } => {
  const { id, kind, audience, bot_id, telegram_id, language, own_doing, minutes_before, late_minutes } = outgoing;
  const known = { id, kind, audience, bot_id, telegram_id, language, own_doing, minutes_before, late_minutes };
  const message = { ...known, nearest: null, phone: null, free: false, ...about, series: newsOf(outgoing) };
  return { outgoing, ends_at: endOf(outgoing, about.booking), message };
};

const prepareNotice = async (tx: Tx, outgoing: OutgoingNotice): Promise<Prepared | DueResult> => {
  const { id } = outgoing;
  const [now, overtaken, { booking, ...beside }] = await Promise.all([
    tx.now,
    isOvertaken(tx, id),
    gather(tx, outgoing),
  ]);
  if (booking === undefined || overtaken || isPointless(outgoing, booking))
    return callOff(tx, id, 'the booking has changed meanwhile');
  const prepared = noticeOf(outgoing, { booking, ...beside });
  if (ABOUT_A_START.includes(outgoing.kind) && now >= prepared.ends_at) {
    // What was tried and came too late has failed; what was never tried had no reason to be.
    if (outgoing.error === null) return callOff(tx, id, 'the visit has begun');
    fail(tx, prepared, { status: 'failed', error: outgoing.error });
    return DONE;
  }
  // Read as late as can be: what was free when somebody was asked may be taken by now.
  if (outgoing.kind === 'move_asked')
    return noticeOf(outgoing, { booking, ...beside, nearest: await listNearest(tx, now, booking) });
  if (outgoing.audience !== 'client' || booking.status !== 'confirmed' || now <= Date.parse(booking.changeable_until))
    return prepared;
  const [{ phone }, place] = await Promise.all([
    findTenant(tx, outgoing.language),
    findPlace(tx, outgoing.telegram_id),
  ]);
  const free = place !== undefined && actingAs(place, booking.specialist.id) === 'staff';
  return noticeOf(outgoing, { booking, ...beside, phone, free });
};

const isBulletin = (kind: string): kind is BulletinKind => BULLETIN_KINDS.some((one) => one === kind);

/** What did not arrive, as it is by now: what has been repeated and has arrived meanwhile is not told. */
const prepareBulletin = async (tx: Tx, outgoing: Outgoing): Promise<Prepared | DueResult> => {
  const { id, kind, bot_id, telegram_id, language, about, about_bot } = outgoing;
  if (!isBulletin(kind)) throw new Error(`nobody knows how to tell ${kind}`);
  const [webhook_id] = about;
  const [undelivered, host, username] = await Promise.all([
    kind === 'undelivered' ? listUndelivered(tx, about) : [],
    kind === 'webhook_given_up' && webhook_id !== undefined ? findWebhookHost(tx, webhook_id) : null,
    about_bot === null ? null : findBotName(tx, about_bot),
  ]);
  if (kind === 'undelivered' && undelivered.length === 0) return callOff(tx, id, 'all have arrived meanwhile');
  const first = undelivered.slice(0, TOLD);
  const message = { id, kind, bot_id, telegram_id, language, count: undelivered.length, first, username, host };
  return { outgoing, ends_at: Date.parse(outgoing.send_at) + NEWS_MS, message };
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
  running_late: ['confirmed'],
  move_asked: ['confirmed'],
  review_request: ['completed'],
  // The booking only shows of what series it is.
  series_created: BookingStatus.options,
  series_moved: BookingStatus.options,
  series_ended: BookingStatus.options,
  series_clash: BookingStatus.options,
};

/** The booking by which it is shown; news of a series are about many. */
const shownBy = ({ series, subject_id }: OutgoingNotice): string => series?.booking_id ?? subject_id;

/** News of a series, as it is told. */
const newsOf = ({ series }: OutgoingNotice): Notice['series'] =>
  series === null ? null : { id: series.series_id, count: series.count, starts_at: series.starts_at };

/** It is no longer true, or about the time before a move, such as a reminder that was taken over from a process that is gone. */
const isPointless = (
  { kind, minutes_before, late_for, send_at }: OutgoingNotice,
  { status, starts_at }: Booking,
): boolean =>
  !TRUE_IN[kind].includes(status) ||
  (['running_late', 'move_asked'].includes(kind) && Date.parse(starts_at) !== Date.parse(late_for ?? '')) ||
  (kind === 'booking_reminder' && Date.parse(starts_at) - (minutes_before ?? 0) * MINUTE_MS !== Date.parse(send_at));

/** A message has not arrived, or nobody knows whether it has: the staff is told of what was meant for clients. */
export const fail = (
  tx: Tx,
  { message, outgoing }: Prepared,
  end: { status: 'failed' | 'uncertain'; error: string },
): void => {
  const { id, bot_id, audience } = outgoing;
  settleNotification(tx, id, end);
  if (isNotice(message) && audience === 'client')
    insertUndelivered(tx, { id, bot_id, specialist_id: message.booking.specialist.id });
};

/** A visit that has begun is not announced, and news grows old. */
const endOf = ({ kind, send_at, late_minutes }: OutgoingNotice, { starts_at }: Booking): number =>
  ABOUT_A_START.includes(kind)
    ? Date.parse(starts_at) + (late_minutes ?? 0) * MINUTE_MS
    : Date.parse(send_at) + NEWS_MS;

/** The fault lies with the bot and not with this message: it waits as long as it is of use, and no attempt is counted. */
export const putOff = (
  tx: Tx,
  prepared: Prepared,
  { now, reason, pause }: { now: number; reason: string; pause: Pause },
): DueResult => {
  const { outgoing, ends_at } = prepared;
  if (now >= ends_at) {
    fail(tx, prepared, { status: 'failed', error: reason });
    return DONE;
  }
  postponeNotification(tx, outgoing.id, { reason, counts: false });
  return { done: false, ...pause };
};
