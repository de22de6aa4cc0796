export { type ClientChanges, changeClient } from './change.ts';
export { mayBeNumber } from './rules.ts';
export { findEditable as findEditableClient, listClientIds } from './store.ts';
