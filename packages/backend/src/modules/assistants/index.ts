export { type AssistantKey, createKeyFinder, type KeyFinder, type KeyRow, type TokenKeyRow } from './keys.ts';
export { findKeyHolder, findWebhook } from './store.ts';
