import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** Time of a specialist that became free, with the buffers it had; instants in UTC. */
export type FreedTime = {
  readonly id: string;
  readonly specialist_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
};

/** What stands in a statement's `with`: rows are written down, and whoever waits for such a time is looked for at once. */
const noting = (rows: Fragment): Fragment => sql`
  freed as (
    insert into freed_times (specialist_id, starts_at, ends_at)
    select specialist_id, starts_at, ends_at from (${rows}) as gone(specialist_id, starts_at, ends_at)
    where ends_at > okno_now() returning id),
  looked as (insert into due (fire_at, kind, id) select okno_now(), 'waitlist', id from freed returning id)`;

/**
 * Notes, in the `with` of the statement that changes them, what these reservations free, whole or a seat of it
 * (docs/rules.md#waitlist). What is over by now is of no use to anybody.
 */
export const notingFreed = (reservations: Fragment): Fragment =>
  noting(sql`
    select specialist_id, lower(blocked), upper(blocked) from reservations where ${reservations}
    union
    ${forColleagues(reservations)}`);

/** A room that is left is free for everybody who gives a service in it (docs/rules.md#rooms). */
const forColleagues = (reservations: Fragment): Fragment => sql`
  select given.specialist_id, lower(taken.blocked), upper(taken.blocked)
  from (select id from reservations where seats_taken = 1 and (${reservations})) gone
    join reservations taken on taken.companion_of = gone.id
    join service_rooms on service_rooms.room_id = taken.room_id
    join service_specialists given on given.service_id = service_rooms.service_id`;

/** These specialists are looked at again in a whole range, whatever has become free there. */
export const insertFreedRange = (
  tx: Tx,
  specialist_ids: readonly string[],
  { starts_at, ends_at }: Pick<FreedTime, 'starts_at' | 'ends_at'>,
): void =>
  tx.send(sql`
    with ${noting(sql`select unnest(${specialist_ids}::uuid[]), ${starts_at}::timestamptz, ${ends_at}::timestamptz`)}
    select id from looked`);

/** Misses when it has been dealt with. */
export const findFreedTime = (tx: Tx, id: string): Promise<FreedTime | undefined> =>
  tx.row(sql<FreedTime>`select id, specialist_id, starts_at, ends_at from freed_times where id = ${id}`);

/** Everybody who could use it has been asked. */
export const deleteFreedTime = (tx: Tx, id: string): void => tx.send(sql`delete from freed_times where id = ${id}`);
