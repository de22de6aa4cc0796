import type { InTenant } from '../../db/tx.ts';
import type { RunDue } from '../../due.ts';
import { runPortion } from './bulk-run.ts';

/** So many hold their rows for about a third of a second. */
const PORTION = 200;

/**
 * Does a portion of a large change of many, and comes again until none is left. Harmless to repeat: what is done is no
 * longer waiting, in the same transaction.
 */
export const editMany =
  (inTenant: InTenant): RunDue =>
  async ({ tenant_id, due_id }) => {
    const more = await inTenant(tenant_id, (tx) => runPortion(tx, { tenant_id, id: due_id, limit: PORTION }));
    return more ? { done: false, after_ms: 0, spread_ms: 0 } : { done: true };
  };
