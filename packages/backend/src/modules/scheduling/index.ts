export { loadOffer, localDay, nearestSlots } from './offer.ts';
export { clipWindows, mergeWindows } from './rules.ts';
export { chooseGivers } from './rules-choice.ts';
export { scheduleDays } from './rules-schedule.ts';
export {
  deleteExpiredHolds,
  findSpecialist,
  findTime,
  type GivenService,
  insertReservation,
  lockSpecialists,
  releaseSeat,
  takeSeat,
} from './store.ts';
export { insertOverride, insertTimeOff, insertWorkingHours } from './store-hours.ts';
export {
  deleteImported,
  insertImported,
  listImported,
  listTakenBesidesImported,
} from './store-imported.ts';
