export { type AssistantKey, createKeyFinder, type KeyFinder, type KeyRow, type TokenKeyRow } from './keys.ts';
export { KEY_PREFIX } from './rules.ts';
export { findKeyHolder, findWebhook, listDeliveries } from './store.ts';
