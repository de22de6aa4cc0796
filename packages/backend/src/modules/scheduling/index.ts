export { loadOffer, localDay, nearestSlots, type Offer, toSlot, type Wanted } from './offer.ts';
export { clipWindows, mergeWindows } from './rules.ts';
export { chooseGivers, chooseOutsideRules } from './rules-choice.ts';
export { clashesOf } from './rules-clash.ts';
export { offerDays, type Staffer } from './rules-offer.ts';
export { scheduleDays } from './rules-schedule.ts';
export { isWorked } from './rules-windows.ts';
export {
  deleteExpiredHolds,
  findHours,
  findSpecialist,
  foreseeOffer,
  type GivenService,
  insertReservation,
  type NewReservation,
  releaseSeat,
  takeSeat,
  updateToTaken,
} from './store.ts';
export { insertOverride, insertTimeOff, insertWorkingHours } from './store-hours.ts';
export {
  deleteImported,
  insertImported,
  listImported,
  listTakenBesidesImported,
} from './store-imported.ts';
export { lockSpecialists, lockTime } from './store-locks.ts';
export type { Room } from './store-rooms.ts';
export { type Reserved, reserve, reserveInstead } from './store-taking.ts';
