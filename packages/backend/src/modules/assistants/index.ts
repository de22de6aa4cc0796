export { type AssistantKey, createKeyFinder, type KeyFinder, type KeyRow, type TokenKeyRow } from './keys.ts';
export { findKeyHolder, findWebhook, listDeliveries } from './store.ts';
