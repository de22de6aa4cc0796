export { exportAudit } from './export.ts';
export { createRefusalLog, type Refused } from './refusals.ts';
export { startSealing } from './sealing.ts';
export { insertAuditEntry } from './store.ts';
export { listAnchors, sealAudit } from './store-seals.ts';
export { readAnchor, type Verdict, verifyAudit, writeAnchor } from './verify.ts';
