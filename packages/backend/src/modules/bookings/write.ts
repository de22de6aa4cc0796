import { randomUUID } from 'node:crypto';
import { AppError, type Booking, changeableUntil } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant, MINUTE_MS } from '../../time.ts';
import type { ClientCard } from '../people/index.ts';
import { type GivenService, type NewReservation, type Reserved, reserve, takeSeat } from '../scheduling/index.ts';
import { expireHolds } from './holds.ts';
import { type Audience, announce } from './notices.ts';
import { completesAt } from './rules.ts';
import { type Status, wayOf } from './rules-states.ts';
import { type BookingMessage, type By, endingOf, insertBooking } from './store.ts';

/** When somebody gives a service that begins at `starts_at` (Unix milliseconds). */
export const timeOf = (giver: GivenService, starts_at: number) => ({
  starts_at: formatInstant(starts_at),
  ends_at: formatInstant(starts_at + giver.duration_minutes * MINUTE_MS),
});

/**
 * The reservation that a booking with this giver needs. A seat of a group session is held by its booking alone: the
 * session belongs to the others as well.
 */
export const sessionOf = (
  giver: GivenService,
  { starts_at, held_until }: { starts_at: number; held_until: number | null },
): NewReservation & { readonly service_id: string } => ({
  specialist_id: giver.specialist_id,
  service_id: giver.id,
  ...timeOf(giver, starts_at),
  buffer_before_minutes: giver.buffer_before_minutes,
  buffer_after_minutes: giver.buffer_after_minutes,
  seats: giver.capacity,
  expires_at: held_until === null || giver.capacity > 1 ? null : formatInstant(held_until),
});

/**
 * The row that takes the time of one specialist and a room where the service needs one, or a seat of the session that
 * has them; none when they are taken. Holds that have run out give way. The caller holds the locks of `lockTime`.
 */
export const reserveTime = async (
  tx: Tx,
  giver: GivenService,
  time: { readonly starts_at: number; readonly held_until: number | null },
): Promise<Reserved | undefined> => {
  const session = sessionOf(giver, time);
  const reservation = await takeTime(tx, session, giver);
  if (reservation !== undefined) return reservation;
  return (await expireHolds(tx, giver)) ? takeTime(tx, session, giver) : undefined;
};

const takeTime = async (tx: Tx, session: NewReservation, giver: GivenService): Promise<Reserved | undefined> =>
  (session.seats > 1 ? await takeSeatOf(tx, session, giver) : undefined) ?? reserve(tx, session, giver.rooms);

/** A seat of a session that takes place already, in the room that it has, whose name is told in the reader's language. */
export const takeSeatOf = async (
  tx: Tx,
  session: NewReservation,
  { rooms }: GivenService,
): Promise<Reserved | undefined> => {
  const seat = await takeSeat(tx, session);
  return seat && { ...seat, room: rooms?.find(({ id }) => id === seat.room?.id) ?? seat.room };
};

/** A booking that is about to be written; instants in Unix milliseconds. */
export type NewVisit = {
  readonly giver: GivenService;
  readonly client: ClientCard;
  readonly reservation_id: string;
  /** Where it takes place, as far as anybody is to be told at once. */
  readonly room?: Reserved['room'];
  readonly starts_at: number;
  /** Until when it is held, or null: it is confirmed at once. */
  readonly held_until: number | null;
  /** A hold that the client did not ask for: they are offered a time that became free. */
  readonly offered?: boolean;
  /** The series of which it is an occurrence. */
  readonly series_id?: string;
};

export type Writing = By & {
  readonly now: number;
  readonly rules: {
    readonly cancel_notice_minutes: number;
    readonly complete_after_minutes: number;
    readonly reminder_minutes: readonly number[];
  };
  /** The chat message that becomes the booking's living message. */
  readonly message: BookingMessage | null;
  /** Who is told and reminded. */
  readonly audience: Audience;
  /** Nobody is told of the booking itself; the client is reminded all the same. */
  readonly quiet?: boolean;
};

/**
 * Writes down a booking and everything that follows from it, and returns it as people see it.
 * @throws AppError `forbidden` when whoever acts may not begin a booking.
 */
export const writeBooking = (tx: Tx, visit: NewVisit, writing: Writing): Booking => {
  const { giver, client, held_until } = visit;
  const { rules, now, acting_as } = writing;
  const { to: status, refused } = wayOf(held_until === null ? 'create' : 'hold', null, acting_as);
  if (status === null) throw new AppError(refused);
  const booking = bookingOf(visit, status, writing);
  const ends_at = Date.parse(booking.ends_at);
  const completes_at = held_until === null ? formatInstant(completesAt(ends_at, rules.complete_after_minutes)) : null;
  const { series_id = null, offered = false } = visit;
  const ids = { service_id: giver.id, specialist_id: giver.specialist_id, client_id: client.id, series_id, offered };
  const row = { ...booking, ...ids, reservation_id: visit.reservation_id, completes_at };
  insertBooking(tx, row, writing);
  announce(tx, writing.audience, {
    kind: newsOf(visit),
    booking: { id: booking.id, starts_at: visit.starts_at },
    now,
    done_in: writing.message,
    reminder_minutes: held_until === null ? rules.reminder_minutes : [],
    quiet: writing.quiet === true,
    due_with: endingOf(row),
  });
  return booking;
};

const newsOf = ({ held_until, offered = false }: NewVisit) => {
  if (held_until === null) return 'booking_created';
  return offered ? 'waitlist_offer' : 'booking_held';
};

/** Everything a booking says is known before it is written. */
const bookingOf = (
  { giver, client, starts_at, held_until, room = null }: NewVisit,
  status: Status,
  { rules, now }: Writing,
): Booking => ({
  id: randomUUID(),
  status,
  ...timeOf(giver, starts_at),
  time_zone: giver.time_zone,
  service: { id: giver.id, name: giver.service_name },
  specialist: { id: giver.specialist_id, name: giver.specialist_name },
  room,
  client,
  price_minor: giver.price_minor,
  currency: giver.currency,
  changeable_until: formatInstant(changeableUntil(starts_at, rules.cancel_notice_minutes)),
  held_until: held_until === null ? null : formatInstant(held_until),
  created_at: formatInstant(now),
});

/** The message in which something was done to a booking lives on as its card. */
export const messageOf = (
  { actor }: Ctx,
  message: { readonly chat_id: number; readonly message_id: number } | undefined,
): BookingMessage | null => {
  if (actor.chat === null || message === undefined) return null;
  if (message.chat_id !== actor.chat.telegram_id)
    throw new AppError('invalid_input', { field: 'message.chat_id', rule: 'must be your own chat' });
  return { ...actor.chat, message_id: message.message_id };
};
