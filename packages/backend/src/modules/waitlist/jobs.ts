import type { InTenant } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { findFreedTime } from '../scheduling/index.ts';
import { offerNext } from './offer.ts';
import { updateToOver } from './store.ts';
import { updateEndedOffers } from './store-offers.ts';

/**
 * So many offers, and the rest is left to the next run: two years of new hours are asked about with a long queue, and
 * the lease must not run out meanwhile. Whoever could not have an offer does not count, or they would be all that a
 * run ever looks at.
 */
const OFFERS_A_RUN = 20;

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
    if (freed === undefined) return { done: true };
    const asked: string[] = [];
    for (let offers = 0; offers < OFFERS_A_RUN; ) {
      const next = await inTenant(tenant_id, (tx) => offerNext(tx, freed, asked));
      if (next.done) return next;
      asked.push(next.entry_id);
      if (next.offered) offers += 1;
    }
    return { done: false, after_ms: 0, spread_ms: 0 };
  };
