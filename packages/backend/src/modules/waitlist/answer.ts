import { type Actions, AppError, type Booking, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import {
  cancelBooking,
  confirmBooking,
  expiredHold,
  findBooking,
  lockBooking,
  lockClient,
  messageOf,
  scopeOf,
} from '../bookings/index.ts';
import { insertFreedRange, loadOffer, localDay, nobody } from '../scheduling/index.ts';
import { updateToClosed } from './store.ts';
import { findOffer, type OfferRow, updateOffer } from './store-offers.ts';

/** An entry that is not there, or not theirs to see: both look the same. */
export const missing = (): AppError => new AppError('not_found', { what: 'waitlist_entry', field: 'id' });

type Offer = OfferRow & { readonly booking_id: string };

/** What was offered, once nobody else changes what this client waits for. */
const lockOffer = async (ctx: Ctx, id: string): Promise<Offer> => {
  const { tx, actor } = ctx;
  const scope = scopeOf(actor);
  const seen = await findOffer(tx, id, scope);
  if (seen === undefined) throw missing();
  lockClient(tx, seen.client_id);
  const offer = await findOffer(tx, id, scope);
  if (offer === undefined) throw missing();
  const { booking_id } = offer;
  if (booking_id === null) throw new AppError('nothing_offered');
  return { ...offer, booking_id };
};

const visit = async ({ tx, actor }: Ctx, id: string): Promise<Booking> => {
  const booking = await findBooking(tx, id, { scope: scopeOf(actor), language: actor.language });
  if (booking === undefined) throw missing();
  return booking;
};

/**
 * The time that is offered becomes a booking, and they wait no longer. Who has taken it already has it.
 * @throws AppError `not_found`, `nothing_offered`, `hold_expired` with the nearest free times.
 */
export const takeOffer = async (ctx: Ctx, { id, message }: Parsed<Actions['waitlist.take']>): Promise<Booking> => {
  const { tx } = ctx;
  const offer = await lockOffer(ctx, id);
  const { booking_id, entry_id } = offer;
  const booking = await visit(ctx, booking_id);
  if (offer.outcome === 'taken' || ['confirmed', 'completed', 'no_show'].includes(booking.status)) return booking;
  const slot = { service_id: booking.service.id, specialist_id: offer.specialist_id, starts_at: booking.starts_at };
  if (booking.status !== 'held') throw expiredHold(ctx, slot);
  await confirmBooking(ctx, { id: booking_id, message: messageOf(ctx, message) });
  updateOffer(tx, booking_id, 'taken');
  updateToClosed(tx, entry_id, 'taken');
  return visit(ctx, booking_id);
};

/** Gives the held time back, should it still be held; what has been confirmed meanwhile is not cancelled. */
const giveBack = async (ctx: Ctx, booking_id: string): Promise<void> => {
  const { tx, actor } = ctx;
  const booking = await lockBooking(tx, booking_id, scopeOf(actor));
  if (booking?.status !== 'held') return;
  await cancelBooking(ctx, { id: booking_id, reason: 'declined' });
  updateOffer(tx, booking_id, 'declined');
};

/**
 * The next may have the time. They go on waiting, and are asked about whatever else has become free meanwhile: who
 * answers is there. Nothing happens when there is nothing to decline any more. The id of the entry.
 * @throws AppError `not_found`, `nothing_offered`.
 */
export const declineOffer = async (ctx: Ctx, id: string): Promise<string> => {
  const offer = await lockOffer(ctx, id);
  if (offer.status !== 'offered' || offer.outcome !== null) return offer.entry_id;
  await giveBack(ctx, offer.booking_id);
  await lookAgain(ctx, offer);
  return offer.entry_id;
};

const lookAgain = async ({ tx, now }: Ctx, { service_id, specialist_id, begins_at, ends_at }: Offer): Promise<void> => {
  const today = localDay('UTC', now);
  const wanted = { service_id, specialist_id, language: 'en' } as const;
  const offer = await loadOffer(tx, wanted, { from: today, to: today }).catch(nobody);
  insertFreedRange(
    tx,
    (offer?.givers ?? []).map((giver) => giver.specialist_id),
    { starts_at: begins_at, ends_at },
  );
};

/** They wait no longer; what is held for them goes to the next. What has ended stays as it is. The id of the entry. */
export const leaveWaitlist = async (ctx: Ctx, id: string): Promise<string> => {
  const { tx, actor } = ctx;
  const scope = scopeOf(actor);
  const seen = await findOffer(tx, id, scope);
  if (seen === undefined) throw missing();
  lockClient(tx, seen.client_id);
  const entry = await findOffer(tx, id, scope);
  if (entry === undefined) throw missing();
  if (entry.booking_id !== null && entry.status === 'offered') await giveBack(ctx, entry.booking_id);
  if (entry.status === 'waiting' || entry.status === 'offered') updateToClosed(tx, entry.entry_id, 'left');
  return entry.entry_id;
};
