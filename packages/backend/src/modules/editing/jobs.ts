import type { InTenant } from '../../db/tx.ts';
import type { RunDue } from '../../due.ts';
import { changeNextBooking } from './bulk-bookings.ts';
import { runPortion } from './bulk-run.ts';
import { findBulk } from './store.ts';

/** So many are changed in one transaction: they are held for about a tenth of a second. */
const PORTION = 200;
/** So many portions in one go: some seconds, well below the lease of a delivery. */
const PORTIONS = 50;

/** So many bookings, each in a transaction of its own: as long as the portions take. */
const BOOKINGS = 200;

const isOfBookings = (inTenant: InTenant, tenant_id: string, id: string): Promise<boolean> =>
  inTenant(tenant_id, async (tx) => (await findBulk(tx, id))?.entity === 'booking');

/**
 * Does a large change of many, portion by portion, and comes again until none is left. Harmless to repeat: what is done is
 * no longer waiting, in the same transaction.
 */
export const editMany =
  (inTenant: InTenant, { portions = PORTIONS, bookings = BOOKINGS } = {}): RunDue =>
  async ({ tenant_id, due_id: id }) => {
    const ofBookings = await isOfBookings(inTenant, tenant_id, id);
    const portion = ofBookings
      ? () => changeNextBooking(inTenant, { tenant_id, bulk_id: id })
      : () => inTenant(tenant_id, (tx) => runPortion(tx, { tenant_id, id, limit: PORTION }));
    for (let done = 0; done < (ofBookings ? bookings : portions); done += 1)
      if (!(await portion())) return { done: true };
    return { done: false, after_ms: 0, spread_ms: 0 };
  };
