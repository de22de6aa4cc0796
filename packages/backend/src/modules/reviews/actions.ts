import { type Actions, AppError, type Parsed, type Review } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { cancelReviewRequest, lockBooking } from '../bookings/index.ts';
import { rateAgain } from './rating.ts';
import { asSeenBy, isCounted, isKeeper, mayReply, refuseEdit, refuseReview } from './rules.ts';
import {
  findReview,
  insertReview,
  listReviews,
  lockReview,
  lockReviewOf,
  updateHidden,
  updateReply,
  updateReview,
} from './store.ts';

const missing = (what: 'booking' | 'review') => new AppError('not_found', { what, field: 'id' });

const show = async ({ tx, actor }: Ctx, id: string): Promise<Review> => {
  const review = await findReview(tx, id, actor.language);
  if (review === undefined) throw missing('review');
  return asSeenBy(actor, review);
};

/** The visit is held until the end, so that nobody marks it as missed while it is being reviewed. */
const create = async (ctx: Ctx, { id, stars, text }: Parsed<Actions['reviews.create']>): Promise<Review> => {
  const { tx, actor } = ctx;
  if (actor.client_id === null) throw missing('booking');
  const booking = await lockBooking(tx, id, { client_id: actor.client_id, specialist_id: null });
  if (booking === undefined) throw missing('booking');
  const refused = refuseReview(booking, actor);
  if (refused !== null) throw new AppError(refused);
  const review = await insertReview(tx, { booking_id: id, client_id: actor.client_id, stars, text });
  if (review === undefined) throw new AppError('already_reviewed');
  rateAgain(tx, booking.specialist_id, null, { hidden_at: null, missed: false, stars });
  cancelReviewRequest(tx, id);
  return show(ctx, review.id);
};

const update = async (ctx: Ctx, { id, ...changes }: Parsed<Actions['reviews.update']>): Promise<Review> => {
  const { tx, actor, now } = ctx;
  const review = await lockReviewOf(tx, { booking_id: id, client_id: actor.client_id });
  if (review === undefined) throw missing('review');
  const refused = review.missed ? 'not_reviewable' : refuseEdit(Date.parse(review.created_at), now);
  if (refused !== null) throw new AppError(refused);
  const { stars = review.stars, text = review.text } = changes;
  updateReview(tx, review.id, { stars, text });
  rateAgain(tx, review.specialist_id, review, { ...review, stars });
  return show(ctx, review.id);
};

const reply = async (ctx: Ctx, { id, text }: Parsed<Actions['reviews.reply']>): Promise<Review> => {
  const review = await lockReview(ctx.tx, id);
  // A review of somebody else's visit looks to a specialist like none, and so does one that is not shown to them.
  if (review === undefined || !mayReply(ctx.actor, review.specialist_id)) throw missing('review');
  if (!isCounted(review) && !isKeeper(ctx.actor)) throw missing('review');
  updateReply(ctx.tx, id, text);
  return show(ctx, id);
};

/** Hiding twice hides once: the stars leave the average with the first. */
const hide = async (ctx: Ctx, { id, reason }: { id: string; reason: string | null }): Promise<Review> => {
  const { tx } = ctx;
  const review = await lockReview(tx, id);
  if (review === undefined) throw missing('review');
  updateHidden(tx, id, reason);
  // Only whether it is hidden counts here, not since when.
  rateAgain(tx, review.specialist_id, review, { ...review, hidden_at: reason });
  return show(ctx, id);
};

export const reviewActions: HandlersOf<'reviews'> = {
  'reviews.create': create,

  'reviews.update': update,

  'reviews.list': async ({ tx, actor }, { page, limit, specialist_id, service_id, stars, shown }) => {
    if (shown !== 'shown' && !isKeeper(actor)) throw new AppError('forbidden', { field: 'shown' });
    const filter = { specialist_id, service_id, stars, shown };
    const found = await paged({ page, limit }, (wanted) =>
      listReviews(tx, filter, { language: actor.language, ...wanted }),
    );
    return { ...found, items: found.items.map((review) => asSeenBy(actor, review)) };
  },

  'reviews.reply': reply,

  'reviews.hide': hide,

  'reviews.unhide': (ctx, { id }) => hide(ctx, { id, reason: null }),
};
