/** How a visit takes its time: the specialist's, and where the service needs one also a room's (docs/rules.md#rooms). */
import { type Fragment, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { notingFreed } from './store-freed.ts';
import type { Room } from './store-rooms.ts';

export type NewReservation = {
  readonly specialist_id: string;
  readonly service_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly seats: number;
  /** A hold, until then; otherwise taken for good. */
  readonly expires_at?: string | null;
};

/** Forgets the holds without a booking that have run out by the database's clock, and says whether there were any. */
export const deleteExpiredHolds = async (tx: Tx, specialist_id: string): Promise<boolean> => {
  const gone = await tx.rows(sql`
    delete from reservations
    where specialist_id = ${specialist_id} and kind = 'hold' and expires_at <= okno_now()
      and not exists (select from bookings where bookings.reservation_id = reservations.id)
    returning id`);
  return gone.length > 0;
};

/** Takes the time; the exclusion constraint decides, and no row means that somebody else has it. */
export const insertReservation = (tx: Tx, row: NewReservation): Promise<{ id: string } | undefined> =>
  tx.row(RESERVE({ ...row, kind: kindOf(row), expires_at: row.expires_at ?? null }));

const RESERVE = prepared<NewReservation & { kind: string }, { id: string }>(
  (value) => sql`
    insert into reservations (specialist_id, kind, service_id, starts_at, ends_at, buffer_before_minutes,
      buffer_after_minutes, seats, expires_at)
    values (${value('specialist_id')}, ${value('kind')}, ${value('service_id')}, ${value('starts_at')},
      ${value('ends_at')}, ${value('buffer_before_minutes')}, ${value('buffer_after_minutes')}, ${value('seats')},
      ${value('expires_at')})
    on conflict do nothing returning id`,
);

/** A row whose id is known before it is there. */
export type PresumedReservation = NewReservation & { readonly id: string };

/** Of how many of a client's bookings ahead of `now`, an instant, this may be one more. */
export type Limit = { readonly client_id: string; readonly now: string; readonly most: number };

/**
 * Makes what takes the time if it is free and `within` the limit at that moment. Nobody waits for its answer: what is written
 * beside the row has to name it by a foreign key, and fails without it.
 */
export const preparePresuming = (
  within: (value: (name: keyof Limit) => Fragment) => Fragment,
): ((tx: Tx, row: PresumedReservation, limit: Limit) => void) => {
  const take = prepared<PresumedReservation & Limit & { kind: string }, unknown>(
    (value) => sql`
      insert into reservations (id, specialist_id, kind, service_id, starts_at, ends_at, buffer_before_minutes,
        buffer_after_minutes, seats, expires_at)
      select ${value('id')}::uuid, ${value('specialist_id')}::uuid, ${value('kind')}, ${value('service_id')}::uuid,
        ${value('starts_at')}::timestamptz, ${value('ends_at')}::timestamptz, ${value('buffer_before_minutes')}::int,
        ${value('buffer_after_minutes')}::int, ${value('seats')}::int, ${value('expires_at')}::timestamptz
      where ${within(value)} on conflict do nothing`,
  );
  return (tx, row, limit) => tx.send(take({ ...limit, ...row, kind: kindOf(row), expires_at: row.expires_at ?? null }));
};

/** What is taken until a certain instant is a hold. */
const kindOf = ({ expires_at = null }: NewReservation) => (expires_at === null ? 'booking' : 'hold');

/**
 * Takes another time instead, when nobody else has a seat of this one, which frees it; no row means that somebody has.
 * The caller holds the specialist's lock and has looked that the time is free; the exclusion constraint refuses the
 * rest.
 */
const updateReservation = (tx: Tx, id: string, row: NewReservation): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`
    with ${notingFreed(sql`id = ${id} and seats_taken = 1`)}
    update reservations set specialist_id = ${row.specialist_id}, kind = ${kindOf(row)}, service_id = ${row.service_id},
      starts_at = ${row.starts_at}, ends_at = ${row.ends_at}, buffer_before_minutes = ${row.buffer_before_minutes},
      buffer_after_minutes = ${row.buffer_after_minutes}, seats = ${row.seats}, expires_at = ${row.expires_at ?? null}
    where id = ${id} and seats_taken = 1 returning id`);

/** What was held is taken for good. */
export const updateToTaken = (tx: Tx, id: string): void =>
  tx.send(sql`update reservations set kind = 'booking', expires_at = null where id = ${id} and kind = 'hold'`);

/**
 * Takes one more seat of a group session that starts then, wherever it takes place; no row means that there is none,
 * or it is full.
 */
export const takeSeat = (tx: Tx, session: Pick<NewReservation, 'specialist_id' | 'service_id' | 'starts_at'>) =>
  tx.row(sql<{ id: string; room: Room | null }>`
    update reservations set seats_taken = seats_taken + 1
    where specialist_id = ${session.specialist_id} and service_id = ${session.service_id}
      and starts_at = ${session.starts_at} and kind = 'booking' and seats_taken < seats
    returning id, (
      select jsonb_build_object('id', rooms.id, 'name', rooms.name)
      from reservations taken join rooms on rooms.id = taken.room_id where taken.companion_of = reservations.id) as room`);

/** Gives one seat back; the last one frees the time. Whoever waits for such a time is looked for afterwards. */
export const releaseSeat = (tx: Tx, reservation_id: string): void => {
  tx.send(sql`
    with ${notingFreed(sql`id = ${reservation_id}`)}
    update reservations set seats_taken = seats_taken - 1 where id = ${reservation_id}`);
  tx.send(sql`delete from reservations where id = ${reservation_id} and seats_taken = 0`);
};

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
    with ${own === null ? sql`` : sql`${notingFreed(sql`id = ${own} and seats_taken = 1`)},`}
    room as materialized (${freeRoom(row, ids, own)}), main as (${main}), taken as (${companion(row)})
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
