export { followHours } from './change.ts';
export { loadOffer, localDay, nearestSlots, nobody, type Offer, toSlot, type Wanted } from './offer.ts';
export { clipWindows, mergeWindows } from './rules.ts';
export { chooseGivers, chooseOutsideRules } from './rules-choice.ts';
export { clashesOf } from './rules-clash.ts';
export { lastDay, type OfferedSlot, offerDays, type Staffer } from './rules-offer.ts';
export { scheduleDays } from './rules-schedule.ts';
export { isWorked } from './rules-windows.ts';
export { findHours, findSpecialist } from './store.ts';
export { deleteFreedTime, type FreedTime, findFreedTime, insertFreedRange } from './store-freed.ts';
export { insertWorkingHours, saveOverride } from './store-hours.ts';
export {
  deleteImported,
  insertImported,
  listImported,
  listTakenBesidesImported,
} from './store-imported.ts';
export { lockSpecialists, lockTime, lockTimeAndRooms } from './store-locks.ts';
export { foreseeOffer, type GivenService } from './store-offer.ts';
export {
  deleteExpiredHolds,
  insertReservation,
  type NewReservation,
  preparePresuming,
  type Reserved,
  releaseSeat,
  reserve,
  reserveInstead,
  takeSeat,
  updateToTaken,
} from './store-taking.ts';
export { takeTimeOff } from './store-time-off.ts';
export { workedTime } from './worked.ts';
