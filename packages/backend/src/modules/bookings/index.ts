export { cancelBooking } from './cancel.ts';
export { confirmBooking, expireHolds } from './holds.ts';
export { moveBooking } from './move.ts';
export { refusedSlot } from './refusals.ts';
export { heldUntil, scopeOf } from './rules.ts';
export { type ActingAs, actingAs } from './rules-states.ts';
export { findBooking, insertBooking, lockBooking, lockClient } from './store.ts';
export { type NewVisit, reserveTime, type Writing, writeBooking } from './write.ts';
