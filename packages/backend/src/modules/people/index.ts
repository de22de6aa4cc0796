export {
  type Chat,
  countStaff,
  findClient,
  findPerson,
  insertClient,
  insertClientByPhone,
  insertSpecialist,
  listChatsOf,
  type Person,
  saveStaff,
  updateReachable,
  welcomePerson,
} from './store.ts';
