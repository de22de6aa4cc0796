/** How a visit takes its time: the specialist's, and where the service needs one also a room's (docs/rules.md#rooms). */
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { insertReservation, kindOf, type NewReservation, updateReservation } from './store.ts';
import type { Room } from './store-rooms.ts';

const blockedOf = (row: NewReservation): Fragment => sql`
  blocked_range(${row.starts_at}::timestamptz, ${row.ends_at}::timestamptz, ${row.buffer_before_minutes}::int,
    ${row.buffer_after_minutes}::int)`;

/**
 * The first of these rooms that is free at the time of a row; what `own` takes counts as free. Nobody else can take it
 * meanwhile: the caller holds the rooms' locks. Two buffers and a visit reach two days back and one ahead.
 */
const freeRoom = (row: NewReservation, room_ids: readonly string[], own: string | null): Fragment => sql`
  select one.id from unnest(${room_ids}::uuid[]) with ordinality as one(id, place)
  where not exists (
    select from reservations
    where room_id = one.id and starts_at > ${row.starts_at}::timestamptz - interval '3 days'
      and starts_at < ${row.ends_at}::timestamptz + interval '2 days' and blocked && ${blockedOf(row)}
      and companion_of is distinct from ${own}::uuid)
  order by place limit 1`;

/** The room's row beside `main`, which takes the specialist; in the place of the one that it had. */
const companion = (row: NewReservation): Fragment => sql`
  insert into reservations (room_id, companion_of, kind, service_id, starts_at, ends_at, buffer_before_minutes,
    buffer_after_minutes)
  select room.id, main.id, 'booking', ${row.service_id}::uuid, ${row.starts_at}::timestamptz,
    ${row.ends_at}::timestamptz, ${row.buffer_before_minutes}::int, ${row.buffer_after_minutes}::int
  from room, main
  on conflict (tenant_id, companion_of) where companion_of is not null do update set room_id = excluded.room_id,
    service_id = excluded.service_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    buffer_before_minutes = excluded.buffer_before_minutes, buffer_after_minutes = excluded.buffer_after_minutes
  returning room_id`;

/** The row that takes a time, and the room that goes with it. */
export type Reserved = { readonly id: string; readonly room: Room | null };

/** The rooms of which one is needed, in the order in which they are tried; null: none is. */
type Needed = readonly Room[] | null;

/** `main`, a statement that takes the specialist's time where there is a `room`, together with that room. */
const withRoom = async (
  tx: Tx,
  row: NewReservation,
  { rooms, own, main }: { rooms: readonly Room[]; own: string | null; main: Fragment },
): Promise<Reserved | undefined> => {
  const ids = rooms.map(({ id }) => id);
  const reserved = await tx.row(sql<{ id: string; room_id: string }>`
    with room as materialized (${freeRoom(row, ids, own)}), main as (${main}), taken as (${companion(row)})
    select main.id, taken.room_id from main, taken`);
  return reserved && { id: reserved.id, room: rooms.find(({ id }) => id === reserved.room_id) ?? null };
};

/**
 * Takes the time of a specialist together with the first room that is free; no row means that somebody else has the
 * specialist or all the rooms. The caller holds the locks of them all.
 */
export const reserve = async (tx: Tx, row: NewReservation, rooms: Needed): Promise<Reserved | undefined> => {
  if (rooms === null) return noRoom(await insertReservation(tx, row));
  const main = sql`
    insert into reservations (specialist_id, kind, service_id, starts_at, ends_at, buffer_before_minutes,
      buffer_after_minutes, seats, expires_at)
    select ${row.specialist_id}::uuid, ${kindOf(row)}, ${row.service_id}::uuid, ${row.starts_at}::timestamptz,
      ${row.ends_at}::timestamptz, ${row.buffer_before_minutes}::int, ${row.buffer_after_minutes}::int,
      ${row.seats}::int, ${row.expires_at ?? null}::timestamptz
    from room on conflict do nothing returning id`;
  return withRoom(tx, row, { rooms, own: null, main });
};

/**
 * Takes another time instead, when nobody else has a seat of this one; no row means that somebody has, or that no room
 * is free. The caller holds the locks and has looked that the specialist is free; the constraint refuses the rest.
 */
export const reserveInstead = async (
  tx: Tx,
  id: string,
  { row, rooms }: { row: NewReservation; rooms: Needed },
): Promise<Reserved | undefined> => {
  if (rooms === null) {
    const moved = noRoom(await updateReservation(tx, id, row));
    // The service needs no room any more.
    if (moved !== undefined) tx.send(sql`delete from reservations where companion_of = ${id}`);
    return moved;
  }
  const main = sql`
    update reservations set specialist_id = ${row.specialist_id}, kind = ${kindOf(row)}, service_id = ${row.service_id},
      starts_at = ${row.starts_at}, ends_at = ${row.ends_at}, buffer_before_minutes = ${row.buffer_before_minutes},
      buffer_after_minutes = ${row.buffer_after_minutes}, seats = ${row.seats}, expires_at = ${row.expires_at ?? null}
    from room where reservations.id = ${id} and seats_taken = 1 returning reservations.id`;
  return withRoom(tx, row, { rooms, own: id, main });
};

const noRoom = (row: { id: string } | undefined): Reserved | undefined => row && { ...row, room: null };
