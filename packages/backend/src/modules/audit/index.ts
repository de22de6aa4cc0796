export { insertAuditEntry } from './store.ts';
