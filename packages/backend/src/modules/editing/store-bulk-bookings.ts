import type { ItemStatus } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Standing } from './rules-bulk-bookings.ts';

/** A booking of a change of many: how it stood before and after, as soon as it was changed. */
export type BookingItem = {
  readonly id: string;
  readonly before: Standing | null;
  readonly after: Standing | null;
};

/** The next one in this state, by its start; those that are not there come last. */
export const findNextBooking = (
  tx: Tx,
  { bulk_id, status, last_first }: { bulk_id: string; status: ItemStatus; last_first: boolean },
): Promise<BookingItem | undefined> =>
  tx.row(sql<BookingItem>`
    select subject_id as id, before, after
    from bulk_edit_items left join bookings on bookings.id = subject_id
    where bulk_id = ${bulk_id} and bulk_edit_items.status = ${status}
    order by starts_at ${sql.raw(last_first ? 'desc nulls last' : 'asc nulls last')}, subject_id limit 1`);

export type SettledBooking = {
  readonly status: ItemStatus;
  readonly reason?: string;
  readonly before?: Standing;
  readonly after?: Standing;
};

/**
 * Says what came of one that is in the state `from`; somebody else's word stays. How it stood stays written down when it is
 * taken back.
 */
export const settleBooking = (
  tx: Tx,
  { bulk_id, id, from }: { bulk_id: string; id: string; from: ItemStatus },
  settled: SettledBooking,
): void => {
  const { status, reason = null, before, after } = settled;
  const textOf = (standing: Standing | undefined) => (standing === undefined ? null : JSON.stringify(standing));
  tx.send(sql`
    update bulk_edit_items set status = ${status}, reason = ${reason},
      before = coalesce(${textOf(before)}::jsonb, before), after = coalesce(${textOf(after)}::jsonb, after)
    where bulk_id = ${bulk_id} and subject_id = ${id} and status = ${from}`);
};
