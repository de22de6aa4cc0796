export { createProgramFinder, type FindProgram, type ProgramKey, type ServiceKeyRow } from './keys.ts';
export { findProgramOfKey } from './store.ts';
