import type { InTenant } from '../../db/tx.ts';
import type { RunDue } from '../../due.ts';
import { runPortion } from './bulk-run.ts';

/** So many are changed in one transaction: they are held for about a tenth of a second. */
const PORTION = 200;
/** So many portions in one go: some seconds, well below the lease of a delivery. */
const PORTIONS = 50;

/**
 * Does a large change of many, portion by portion, and comes again until none is left. Harmless to repeat: what is done is
 * no longer waiting, in the same transaction.
 */
export const editMany =
  (inTenant: InTenant, { portions = PORTIONS } = {}): RunDue =>
  async ({ tenant_id, due_id }) => {
    for (let done = 0; done < portions; done += 1) {
      const more = await inTenant(tenant_id, (tx) => runPortion(tx, { tenant_id, id: due_id, limit: PORTION }));
      if (!more) return { done: true };
    }
    return { done: false, after_ms: 0, spread_ms: 0 };
  };
