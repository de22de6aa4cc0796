import { type Actions, AppError, changeableUntil, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { listChatsOf } from '../people/index.ts';
import {
  chooseGivers,
  chooseOutsideRules,
  type GivenService,
  loadOffer,
  localDay,
  lockTime,
  type NewReservation,
  type Reserved,
  releaseSeat,
  reserve,
  reserveInstead,
} from '../scheduling/index.ts';
import { findTenantRules, type TenantRules } from '../tenants/index.ts';
import { excused } from './ask-move.ts';
import { expireHolds } from './holds.ts';
import { announceMove } from './notices.ts';
import { missing, refusedChange, refusedSlot } from './refusals.ts';
import { completesAt, refuseChange, scopeOf } from './rules.ts';
import { type ActingAs, actingAs } from './rules-states.ts';
import {
  type BookingMessage,
  countFutureBookings,
  findBooking,
  type LockedBooking,
  lockBooking,
  lockClient,
  lockMoves,
  saveBookingMessage,
} from './store.ts';
import { type Moved, updateToMoved } from './store-changes.ts';
import { sessionOf, takeSeatOf, timeOf } from './write.ts';

type Wanted = Omit<Parsed<Actions['bookings.move']>, 'message' | 'reason'> & {
  readonly reason: string | null;
  readonly message: BookingMessage | null;
  /** Nobody is told: what it is a part of tells them enough. Reminders move all the same. */
  readonly quiet?: boolean;
};

/**
 * Moves a booking in the name of the actor; it keeps its id and its history. What it takes itself does not stand in
 * its way. Nothing happens when it is there already.
 * @throws AppError `not_found`, `booking_not_changeable`, `too_late_to_change`, `slot_taken`, `slot_not_offered`,
 * `already_booked`, `booking_limit_reached`, `forbidden`.
 */
export const moveBooking = async (ctx: Ctx, wanted: Wanted): Promise<void> => {
  const { tx } = ctx;
  const [booking, rules] = await Promise.all([lockAll(ctx, wanted), findTenantRules(tx)]);
  const by = await checkMove(ctx, wanted, { booking, rules });
  if (isThere(wanted, booking)) return;
  const giver = await findGiver(ctx, wanted, booking);
  await expireHolds(tx, giver);
  const { row, session } = placed(booking, giver, { starts_at: Date.parse(wanted.starts_at), rules });
  const reserved = await takeInstead(tx, booking, { session, giver });
  if (reserved === undefined) throw refusedSlot(ctx, slotOf(wanted, booking), 'taken');
  await write(ctx, { booking, rules, by, wanted }, { ...row, reservation_id: reserved.id });
};

/**
 * Moves several bookings with `giver`, each as `moveBooking` does outside the rules, in a few exchanges instead of many
 * for each. They make way for each other in the given order. The caller holds the locks of all of them, has found the
 * times free but for what leaves them, and the service takes one client and no room: who is alone takes the row along.
 * @throws AppError what `moveBooking` throws.
 */
export const moveTogether = async (ctx: Ctx, all: readonly Wanted[], giver: GivenService): Promise<void> => {
  const { tx, actor } = ctx;
  const [rules, ...locked] = await Promise.all([
    findTenantRules(tx),
    ...all.map(({ id }) => lockBooking(tx, id, scopeOf(actor))),
  ]);
  const moves = await Promise.all(
    all.map(async (wanted, index) => {
      const booking = locked[index];
      if (booking === undefined) throw missing();
      return { wanted, booking, rules, by: await checkMove(ctx, wanted, { booking, rules }) };
    }),
  );
  await expireHolds(tx, giver);
  const leaving = moves.filter(({ wanted, booking }) => !isThere(wanted, booking));
  // Sent in order, so that what comes first has left when the next one arrives.
  const taken = await Promise.all(
    leaving.map(async (move) => {
      const { booking, wanted } = move;
      const { row, session } = placed(booking, giver, { starts_at: Date.parse(wanted.starts_at), rules });
      const reserved = await takeInstead(tx, booking, { session, giver });
      if (reserved === undefined) throw refusedSlot(ctx, slotOf(wanted, booking), 'taken');
      return { move, row: { ...row, reservation_id: reserved.id } };
    }),
  );
  await Promise.all(taken.map(({ move, row }) => write(ctx, move, row)));
};

/**
 * The booking, with everything locked that its move may change: its time, client, booking, in the order in which
 * everybody locks. Whose locks are needed stands in the booking, so its moves wait for each other before that.
 */
const lockAll = async ({ tx, actor }: Ctx, wanted: Wanted): Promise<LockedBooking> => {
  lockMoves(tx, wanted.id);
  const seen = await findBooking(tx, wanted.id, { scope: scopeOf(actor), language: actor.language });
  if (seen === undefined) throw missing();
  const specialist_ids = [...new Set([seen.specialist.id, wanted.specialist_id ?? seen.specialist.id])];
  lockTime(tx, { specialist_ids, service_id: seen.service.id });
  lockClient(tx, seen.client.id);
  const booking = await lockBooking(tx, wanted.id, scopeOf(actor));
  if (booking === undefined) throw missing();
  return booking;
};

const isThere = ({ specialist_id, starts_at }: Wanted, booking: LockedBooking): boolean =>
  (specialist_id ?? booking.specialist_id) === booking.specialist_id &&
  Date.parse(starts_at) === Date.parse(booking.starts_at);

type Situation = { readonly booking: LockedBooking; readonly rules: TenantRules };

/** As what the actor may move this booking now. */
const checkMove = async (ctx: Ctx, wanted: Wanted, { booking, rules }: Situation): Promise<ActingAs> => {
  const { actor, now } = ctx;
  const by = actingAs(actor, booking.specialist_id);
  const starts_at = Date.parse(booking.starts_at);
  const refused = await excused(
    ctx,
    refuseChange('move', { status: booking.status, starts_at }, { by, now, ...rules }),
    booking,
  );
  if (refused !== null)
    throw await refusedChange(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  const specialist_id = wanted.specialist_id ?? booking.specialist_id;
  const bound = by === 'client' || actor.role === 'assistant' || actingAs(actor, specialist_id) === 'client';
  if (wanted.outside_rules && bound) throw new AppError('forbidden', { field: 'outside_rules' });
  // Specialists give nobody away; what is their own booking with a colleague they move like any client.
  if (by !== 'client' && actingAs(actor, specialist_id) === 'client')
    throw new AppError('forbidden', { field: 'specialist_id' });
  // What lies ahead counts already; what has begun would be one more, unless it stays where it is.
  if (starts_at > now || wanted.outside_rules || isThere(wanted, booking)) return by;
  const limit = rules.max_future_bookings;
  if ((await countFutureBookings(ctx.tx, booking.client_id, ctx.now)) >= limit)
    throw new AppError('booking_limit_reached', { limit });
  return by;
};

const slotOf = ({ starts_at, specialist_id }: Wanted, booking: LockedBooking) => ({
  service_id: booking.service_id,
  specialist_id: specialist_id ?? booking.specialist_id,
  starts_at,
  giving_up: booking.reservation_id,
});

/** Who gives the service at the wanted time; read under the locks, so it stays true. */
const findGiver = async (ctx: Ctx, wanted: Wanted, booking: LockedBooking): Promise<GivenService> => {
  const slot = slotOf(wanted, booking);
  const starts_at = Date.parse(wanted.starts_at);
  const day = localDay('UTC', starts_at);
  const offer = await loadOffer(ctx.tx, { ...slot, language: ctx.actor.language }, { from: day, to: day });
  const choose = wanted.outside_rules ? chooseOutsideRules : chooseGivers;
  const { givers, rule } = choose(offer, starts_at, ctx.now);
  const [giver] = givers;
  if (giver === undefined) throw refusedSlot(ctx, slot, rule ?? 'taken');
  return giver;
};

/** How the booking stands afterwards, and the time it takes. A price that was agreed stays with its specialist. */
const placed = (
  booking: LockedBooking,
  giver: GivenService,
  { starts_at, rules }: { starts_at: number; rules: TenantRules },
): { row: Omit<Moved, 'reservation_id'>; session: NewReservation } => {
  const time = timeOf(giver, starts_at);
  const confirmed = booking.status === 'confirmed';
  const held_until = booking.held_until === null ? null : Math.min(Date.parse(booking.held_until), starts_at);
  const ends_at = Date.parse(time.ends_at);
  return {
    row: {
      id: booking.id,
      specialist_id: giver.specialist_id,
      ...time,
      price_minor: giver.specialist_id === booking.specialist_id ? booking.price_minor : giver.price_minor,
      held_until: held_until === null ? null : formatInstant(held_until),
      completes_at: confirmed ? formatInstant(completesAt(ends_at, rules.complete_after_minutes)) : null,
    },
    session: sessionOf(giver, { starts_at, held_until }),
  };
};

/** Takes the new time. Whoever is alone in the old one takes its row along; otherwise their seat is given back later. */
const takeInstead = async (
  tx: Tx,
  { reservation_id }: LockedBooking,
  { session, giver }: { session: NewReservation; giver: GivenService },
): Promise<Reserved | undefined> => {
  if (reservation_id === null) throw new Error('a booking that can be moved has its time');
  const { rooms } = giver;
  const seat = session.seats > 1 ? await takeSeatOf(tx, session, giver) : undefined;
  const moved = seat ?? (await reserveInstead(tx, reservation_id, { row: session, rooms }));
  return moved ?? reserve(tx, session, rooms);
};

type Move = Situation & { readonly by: ActingAs; readonly wanted: Wanted };

const write = async (ctx: Ctx, { booking, rules, by, wanted }: Move, row: Moved): Promise<void> => {
  const { tx, actor, now } = ctx;
  const { id, client_id } = booking;
  const specialist_ids = [...new Set([booking.specialist_id, row.specialist_id])];
  const chats = await listChatsOf(tx, { client_id, specialist_ids });
  const { starts_at, ends_at, specialist_id, price_minor } = booking;
  const before = { starts_at, ends_at, specialist_id };
  const after = { starts_at: row.starts_at, ends_at: row.ends_at, specialist_id: row.specialist_id };
  const prices = row.price_minor === price_minor ? null : { before: price_minor, after: row.price_minor };
  updateToMoved(tx, row, {
    by: { actor: actor.id, acting_as: by },
    line: {
      change: 'moved',
      before: { ...before, ...(prices && { price_minor: prices.before }) },
      after: { ...after, ...(prices && { price_minor: prices.after }) },
      reason: wanted.reason,
    },
  });
  // Only now nothing points to it any more.
  if (booking.reservation_id !== null && booking.reservation_id !== row.reservation_id)
    releaseSeat(tx, booking.reservation_id);
  if (wanted.message !== null) saveBookingMessage(tx, id, wanted.message);
  cancelNotifications(tx, id, 'booking_reminder');
  announceMove(tx, chats, {
    booking: { id, starts_at: Date.parse(row.starts_at), specialist_id: row.specialist_id, status: booking.status },
    before,
    now,
    done_in: actor.chat,
    reminder_minutes: rules.reminder_minutes,
    quiet: wanted.quiet === true,
  });
};
