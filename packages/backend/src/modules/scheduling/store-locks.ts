import { prepared, sql } from '../../db/sql.ts';
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
  tx.send(
    service_id === null
      ? LOCK({ specialist_ids, room_ids: [] })
      : sql`
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || id, seed))
    from (
      select id, 1 as seed from unnest(${specialist_ids}::text[]) as one(id)
      union select room_id::text, 7 from service_rooms where service_id = ${service_id}::uuid
      order by seed, id) one`,
  );

/** The same, where the rooms are known already. */
export const lockTimeAndRooms = (tx: Tx, resources: Resources): void => {
  const { specialist_ids, room_ids } = resources;
  if (specialist_ids.length + room_ids.length > FEW) {
    tx.send(LOCK(resources));
    return;
  }
  // A list that is taken apart and sorted costs as much as twenty of these; they are taken in the same order.
  for (const id of specialist_ids.toSorted()) tx.send(LOCK_ONE({ id, seed: 1 }));
  for (const id of room_ids.toSorted()) tx.send(LOCK_ONE({ id, seed: 7 }));
};

/** The same where no room is taken. */
export const lockSpecialists = (tx: Tx, specialist_ids: readonly string[]): void =>
  lockTimeAndRooms(tx, { specialist_ids, room_ids: [] });

type Resources = { readonly specialist_ids: readonly string[]; readonly room_ids: readonly string[] };

/** So many are locked by a statement each. */
const FEW = 4;

const LOCK_ONE = prepared<{ id: string; seed: number }, unknown>(
  (value) => sql`
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${value('id')}, ${value('seed')}))`,
);

const LOCK = prepared<Resources, unknown>(
  (value) => sql`
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || id, seed))
    from (
      select id, 1 as seed from unnest(${value('specialist_ids')}::text[]) as one(id)
      union all select id, 7 from unnest(${value('room_ids')}::text[]) as one(id)
      order by seed, id) one`,
);
