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

/** No go is longer, however slow the database is: others would take the delivery over while it goes on. */
const GO_MS = 30_000;

const isOfBookings = (inTenant: InTenant, tenant_id: string, id: string): Promise<boolean> =>
  inTenant(tenant_id, async (tx) => (await findBulk(tx, id))?.entity === 'booking');

type Options = { readonly ticks: () => number; readonly portions?: number; readonly bookings?: number };

/**
 * Does a large change of many, portion by portion, and comes again until none is left. `ticks`: monotonic milliseconds. Harmless to repeat: what is done is
 * no longer waiting, in the same transaction.
 */
export const editMany =
  (inTenant: InTenant, { ticks, portions = PORTIONS, bookings = BOOKINGS }: Options): RunDue =>
  async ({ tenant_id, due_id: id }) => {
    const end = ticks() + GO_MS;
    const ofBookings = await isOfBookings(inTenant, tenant_id, id);
    const portion = ofBookings
      ? () => changeNextBooking(inTenant, { tenant_id, bulk_id: id })
      : () => inTenant(tenant_id, (tx) => runPortion(tx, { tenant_id, id, limit: PORTION }));
    const most = ofBookings ? bookings : portions;
    for (let done = 0; done < most && ticks() < end; done += 1) if (!(await portion())) return { done: true };
    return { done: false, after_ms: 0, spread_ms: 0 };
  };
