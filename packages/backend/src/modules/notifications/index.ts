export {
  FRESH_MS,
  MAX_ATTEMPTS,
  NEWS_MS,
  type Pause,
  pauseAfter,
  pauseAfterLate,
  pauseInAbsence,
  pauseTogether,
} from './rules.ts';
export {
  type BeforeMove,
  cancelNewsTo,
  cancelNotifications,
  type DueWith,
  deleteNotificationsTo,
  insertNotifications,
  isOvertaken,
  isTold,
  leaveToFarBot,
  type Outgoing,
  type PlannedNotification,
  postponeNotification,
  settleNotification,
  startNotification,
} from './store.ts';
export { insertBotRevoked, insertUndelivered, insertWebhookGivenUp } from './store-bulletins.ts';
export {
  type Fetched,
  lease,
  lockFetchable,
  lockFetched,
  takeBackUnfetched,
  updateDelivery,
  updateFetchableIn,
  updateLeased,
} from './store-far.ts';
