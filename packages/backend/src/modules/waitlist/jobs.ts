import type { InTenant } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { findFreedTime } from '../scheduling/index.ts';
import { offerNext } from './offer.ts';
import { updateToOver } from './store.ts';
import { updateEndedOffers } from './store-offers.ts';

/**
 * Asks those who wait about a time that became free, one after another, as long as something of it is left; or ends an
 * entry whose last day is over. Harmless to repeat, and for two to do at once: every offer is a transaction under the
 * specialist's lock that looks anew at what is free and who waits, and the last one forgets the time.
 */
export const attendWaitlist =
  (inTenant: InTenant) =>
  async ({ tenant_id, due_id }: DueItem): Promise<DueResult> => {
    const freed = await inTenant(tenant_id, async (tx) => {
      updateEndedOffers(tx);
      updateToOver(tx, due_id);
      return findFreedTime(tx, due_id);
    });
    const asked: string[] = [];
    while (freed !== undefined) {
      const next = await inTenant(tenant_id, (tx) => offerNext(tx, freed, asked));
      if (next.done) break;
      asked.push(next.entry_id);
    }
    return { done: true };
  };
