export { changeService, type ServiceChanges } from './change.ts';
export { insertGiver, insertService, isService } from './store.ts';
export { findCard as findServiceCard } from './store-cards.ts';
