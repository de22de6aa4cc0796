export { cancelBooking } from './cancel.ts';
export { cancelReviewRequest, planMissingReminders, planReviewRequest } from './notices.ts';
export {
  deleteBookingMessages,
  insertBooking,
  listOpenBookings,
  listSharedSeats,
  lockBooking,
  lockClient,
  moveBookings,
  updateStatus,
} from './store.ts';
