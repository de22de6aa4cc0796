export { insertBooking, updateStatus } from './store.ts';
