import type { InTenant } from '../../db/tx.ts';
import type { RunDue } from '../../due.ts';
import { deleteSession } from './store.ts';

/** A session whose time is over leaves nothing behind. Harmless to repeat: it is gone then. */
export const endSession =
  (inTenant: InTenant): RunDue =>
  async ({ tenant_id, due_id }) => {
    await inTenant(tenant_id, async (tx) => deleteSession(tx, due_id));
    return { done: true };
  };
