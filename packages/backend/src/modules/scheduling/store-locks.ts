import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/**
 * Whoever changes the taken time of these specialists, and of the rooms of this service, waits here for the others; it
 * ends with the transaction. The order is the same for everybody, so that nobody waits for somebody who waits for them:
 * specialists by their id, then rooms by theirs.
 */
export const lockTime = (
  tx: Tx,
  { specialist_ids, service_id }: { specialist_ids: readonly string[]; service_id: string | null },
): void =>
  tx.send(sql`
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || id, seed))
    from (
      select id, 1 as seed from unnest(${specialist_ids}::text[]) as one(id)
      union select room_id::text, 7 from service_rooms where service_id = ${service_id}::uuid
      order by seed, id) one`);

/** The same where no room is taken. */
export const lockSpecialists = (tx: Tx, specialist_ids: readonly string[]): void =>
  lockTime(tx, { specialist_ids, service_id: null });
