import type { Foresights } from '../../admit.ts';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import type { Rivalries } from '../../turns.ts';
import { agenda } from './agenda.ts';
import { askToMove } from './ask-move.ts';
import { cancelBooking } from './cancel.ts';
import { createBooking, foreseeBooking, rivalryForTime } from './create.ts';
import { exportBookings } from './export.ts';
import { history } from './history.ts';
import { confirmBooking } from './holds.ts';
import { delay, tellLate } from './late.ts';
import { moveBooking } from './move.ts';
import { missing } from './refusals.ts';
import { repeatOffer } from './repeat.ts';
import { scopeOf } from './rules.ts';
import { sideOf } from './side.ts';
import { type BookingFilter, findBooking, listBookings } from './store.ts';
import { type CountReview, markVisit } from './visits.ts';
import { messageOf } from './write.ts';

export { createNotificationActions } from './told.ts';

const getBooking = async ({ tx, actor }: Ctx, id: string) => {
  const booking = await findBooking(tx, id, { scope: scopeOf(actor), language: actor.language });
  if (booking === undefined) throw missing();
  return booking;
};

export const bookingForesights: Foresights = { 'bookings.create': foreseeBooking };
export const bookingRivalries: Rivalries = { 'bookings.create': rivalryForTime };

/** @param countReview called when what became of a visit is corrected */
export const createBookingActions = (countReview: CountReview): HandlersOf<'bookings'> => ({
  'bookings.create': createBooking,

  'bookings.confirm': async (ctx, { id, message }) => {
    await confirmBooking(ctx, { id, message: messageOf(ctx, message) });
    return getBooking(ctx, id);
  },

  'bookings.move': async (ctx, { message, reason = null, ...wanted }) => {
    await moveBooking(ctx, { ...wanted, reason, message: messageOf(ctx, message) });
    return getBooking(ctx, wanted.id);
  },

  'bookings.ask_to_move': (ctx, { id }) => askToMove(ctx, id),

  'bookings.complete': async (ctx, { id }) => {
    await markVisit(ctx, id, 'completed', countReview);
    return getBooking(ctx, id);
  },

  'bookings.no_show': async (ctx, { id }) => {
    await markVisit(ctx, id, 'no_show', countReview);
    return getBooking(ctx, id);
  },

  'bookings.get': (ctx, { id }) => getBooking(ctx, id),

  'bookings.list': (ctx, { page, limit, ...wanted }) => {
    const { tx, actor } = ctx;
    const { client_id = null, specialist_id = null } = sideOf(ctx, wanted);
    const filter: BookingFilter = {
      statuses: wanted.status === undefined ? null : [wanted.status],
      client_id,
      specialist_id,
      from: wanted.from ?? null,
      to: wanted.to ?? null,
      service_id: wanted.service_id ?? null,
      sort: wanted.sort,
      order: wanted.order,
    };
    const view = { scope: scopeOf(actor), language: actor.language };
    return paged({ page, limit }, (part) => listBookings(tx, filter, { ...view, ...part }));
  },

  'bookings.export_list': exportBookings,

  'bookings.agenda': agenda,

  'bookings.delay': delay,

  'bookings.tell_late': tellLate,

  'bookings.history': async (ctx, { id, ...page }) => history(ctx, await getBooking(ctx, id), page),

  'bookings.repeat_offer': async (ctx, { id }) => repeatOffer(ctx, await getBooking(ctx, id)),

  'bookings.cancel': async (ctx, { id, reason = null }) => {
    await cancelBooking(ctx, { id, reason });
    return getBooking(ctx, id);
  },
});
