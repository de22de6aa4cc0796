export { changeSpecialist, type SpecialistChanges } from './change.ts';
export { findCountry, mendPhones, numberOf, type PhoneNumber } from './phones.ts';
export { isSameChat } from './rules.ts';
export { soughtDigits } from './rules-phone.ts';
export {
  addToRating,
  type Chat,
  type ClientCard,
  type ConcernedChat,
  countStaff,
  deleteStaff,
  findClient,
  findPerson,
  foreseeOwnChats,
  insertClientByPhone,
  insertSpecialist,
  insertStaffOfSpecialist,
  listChatsOf,
  listOwnChats,
  listStaffChats,
  lockStaff,
  type Person,
  saveStaff,
  updateReachable,
  welcomePerson,
} from './store.ts';
export {
  deleteChats,
  deleteClient,
  findKnownClient,
  insertClient,
  insertForgottenClient,
  isStaff,
  type KnownClient,
  listClientsByPhone,
  updateClient,
} from './store-clients.ts';
export { findSpecialistCard, findSpecialistOf } from './store-specialists.ts';
export { findPlace, listRoles } from './store-staff.ts';
