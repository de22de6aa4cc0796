export { loadOffer, localDay, nearestSlots } from './offer.ts';
export { chooseGivers } from './rules-choice.ts';
export { scheduleDays } from './rules-schedule.ts';
export {
  deleteExpiredHolds,
  findSpecialist,
  findTime,
  foreseeOffer,
  type GivenService,
  insertReservation,
  lockSpecialists,
  releaseSeat,
  takeSeat,
} from './store.ts';
export { insertOverride, insertTimeOff, insertWorkingHours } from './store-hours.ts';
