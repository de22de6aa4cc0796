export { type ClientChanges, changeClient } from './change.ts';
export { type ClientScope, clientScopeOf, mayBeNumber } from './rules.ts';
export {
  findEditable as findEditableClient,
  listClientIds,
  listClientsWithin,
  within as withinScope,
} from './store.ts';
