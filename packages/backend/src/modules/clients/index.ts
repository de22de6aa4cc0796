export { type ClientChanges, changeClient } from './change.ts';
export { clientScopeOf, mayBeNumber } from './rules.ts';
export { findEditable as findEditableClient, listClientIds, listClientsWithin } from './store.ts';
