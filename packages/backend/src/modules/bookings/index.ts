export { cancelBooking } from './cancel.ts';
export { planMissingReminders } from './notices.ts';
export { cancelReviewRequest, planReviewRequest } from './review-request.ts';
export { insertBooking, lockBooking, lockClient, updateStatus } from './store.ts';
export { deleteBookingMessages, listOpenBookings, listSharedSeats, moveBookings } from './store-clients.ts';
