export { findWebhookHost } from './store.ts';
