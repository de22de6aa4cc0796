export { changeRoom, type RoomChanges } from './change.ts';
export { findRoom } from './store.ts';
