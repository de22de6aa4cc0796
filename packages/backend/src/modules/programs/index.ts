export { createProgramFinder, type FindProgram, type ProgramKey, type ServiceKeyRow } from './keys.ts';
export { findProgramOfKey, updateServiceKeyUsed } from './store.ts';
