export { cancelBooking } from './cancel.ts';
export { checkPhone, clientOf } from './create.ts';
export { asTable } from './export.ts';
export { deliveryOf, type FarBroadcasts } from './fetch.ts';
export { confirmBooking, expireHolds } from './holds.ts';
export type { Post } from './jobs.ts';
export { moveBooking, moveTogether } from './move.ts';
export { audienceOf, planMissingReminders } from './notices.ts';
export { expiredHold } from './refusals.ts';
export { cancelReviewRequest, planReviewRequest } from './review-request.ts';
export { heldUntil, refuseChange, type Scope, scopeOf } from './rules.ts';
export { type ActingAs, actingAs, asProgram } from './rules-states.ts';
export { agreed } from './side.ts';
export {
  CHANGEABLE_UNTIL,
  countFutureBookings,
  findBooking,
  insertBooking,
  listBookings,
  listBookingsAmong,
  lockBooking,
  lockClient,
  lockMoves,
  within,
} from './store.ts';
export { deleteBookingMessages, listOpenBookings, listSharedSeats, moveBookings } from './store-clients.ts';
export { listExported } from './store-export.ts';
export { markVisit } from './visits.ts';
export { messageOf, reserveTime, type Writing, writeBooking } from './write.ts';
