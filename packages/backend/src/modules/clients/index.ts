export { type ClientChanges, changeClient } from './change.ts';
export { type EditableClient, findEditable as findEditableClient } from './store.ts';
