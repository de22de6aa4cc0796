export { createProgramFinder, type FindProgram, type ServiceKeyRow } from './keys.ts';
export { findProgramOfKey, updateServiceKeyUsed } from './store.ts';
