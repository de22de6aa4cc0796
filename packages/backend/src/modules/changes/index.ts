export { type Hand, handOf, type Noted, noteChanges } from './note.ts';
export {
  type By,
  deleteChangesOf,
  findChange,
  listBulkChanges,
  listChanges,
  moveChangesOf,
} from './store.ts';
