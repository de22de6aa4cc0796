export { loadOffer, localDay, nearestSlots, type Offer, toSlot, type Wanted } from './offer.ts';
export { chooseGivers, chooseOutsideRules } from './rules-choice.ts';
export { lastDay, type OfferedSlot, offerDays } from './rules-offer.ts';
export { scheduleDays } from './rules-schedule.ts';
export {
  deleteExpiredHolds,
  findHours,
  findSpecialist,
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
