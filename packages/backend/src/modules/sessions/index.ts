export { type Codes, createCodes } from './codes.ts';
export { createMiniAppReader } from './mini-app.ts';
export { findPersonOfSession, updateSessionSeen } from './store.ts';
export { createSessionFinder, type FindSession, type SessionRow } from './tokens.ts';
