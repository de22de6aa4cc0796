export { loadOffer, localDay, nearestSlots, nobody, type Offer, toSlot, type Wanted } from './offer.ts';
export { clipWindows, mergeWindows } from './rules.ts';
export { chooseGivers, chooseOutsideRules } from './rules-choice.ts';
export { clashesOf } from './rules-clash.ts';
export { lastDay, type OfferedSlot, offerDays, type Staffer } from './rules-offer.ts';
export { scheduleDays } from './rules-schedule.ts';
export { isWorked } from './rules-windows.ts';
export {
  deleteExpiredHolds,
  findHours,
  findSpecialist,
  foreseeOffer,
  type GivenService,
  insertReservation,
  lockSpecialists,
  type NewReservation,
  releaseSeat,
  takeSeat,
  updateReservation,
  updateToTaken,
} from './store.ts';
export { deleteFreedTime, type FreedTime, findFreedTime, insertFreedRange } from './store-freed.ts';
export { insertOverride, insertTimeOff, insertWorkingHours } from './store-hours.ts';
export {
  deleteImported,
  insertImported,
  listImported,
  listTakenBesidesImported,
} from './store-imported.ts';
