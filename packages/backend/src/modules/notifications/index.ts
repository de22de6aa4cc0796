export {
  cancelNotifications,
  insertNotifications,
  type Outgoing,
  type PlannedNotification,
  postponeNotification,
  settleNotification,
  startNotification,
} from './store.ts';
