export {
  cancelNotifications,
  insertNotifications,
  isOvertaken,
  type Outgoing,
  type PlannedNotification,
  postponeNotification,
  settleNotification,
  startNotification,
} from './store.ts';
