/** Rooms as taken time (docs/rules.md#rooms). */
import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** A room in which a service may take place. */
export type Room = { readonly id: string; readonly name: string };
export type RoomOfService = Room & { readonly active: boolean };

/** Archived rooms take nothing new; `null`: the service needs none. */
export const activeOf = (rooms: readonly RoomOfService[] | null): Room[] | null =>
  rooms?.filter(({ active }) => active).map(({ id, name }) => ({ id, name })) ?? null;

/** All rooms of a service in their order, archived ones too; null: it has none. */
export const roomsOf = (service_id: string, language: Language): Fragment => sql`
  (select json_agg(json_build_object('id', rooms.id,
      'name', coalesce(rooms.translations -> ${language} ->> 'name', rooms.name), 'active', rooms.active)
      order by rooms.position, rooms.id)
    from service_rooms join rooms on rooms.id = room_id where service_id = ${service_id})`;

/** The time of these rooms around some days, told by the rows that they accompany. */
export type RoomRow = {
  readonly id: string;
  readonly room_id: string;
  readonly companion_of: string;
  readonly specialist_id: string;
  readonly service_id: string | null;
  readonly kind: 'booking' | 'hold' | 'break' | 'time_off' | 'busy';
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly seats: number;
  readonly seats_taken: number;
};

export const ROOM_TIME = [
  'id',
  'room_id',
  'companion_of',
  'specialist_id',
  'service_id',
  'kind',
  'starts_at',
  'ends_at',
  'buffer_before_minutes',
  'buffer_after_minutes',
  'seats',
  'seats_taken',
] as const;

/**
 * What occupies these rooms between two instants. No visit lasts longer than a day, so that all are found by their
 * start. Holds that have run out occupy nothing, and neither do seats of a session that were held and never confirmed.
 * The row that is accompanied is looked up for each: a plain join would let the planner begin with all companions of
 * the business, whatever the room and the day, because their index is small.
 */
export const roomTime = (rooms: Fragment, { from, to }: { from: Fragment; to: Fragment }): Fragment => sql`
  select taken.id, taken.room_id, taken.companion_of, main.specialist_id, main.service_id, main.kind, taken.starts_at,
    taken.ends_at, taken.buffer_before_minutes, taken.buffer_after_minutes, main.seats, main.seats_taken
  from reservations taken, lateral (
    select specialist_id, service_id, kind, seats, case when seats = 1 then seats_taken else seats_taken - (
        select count(*)::int from bookings
        where reservation_id = one.id and status = 'held' and held_until <= okno_now()) end as seats_taken
    from reservations one
    where id = taken.companion_of and (expires_at is null or expires_at > okno_now()) offset 0) main
  where taken.room_id = any(${rooms}) and taken.starts_at >= ${from} and taken.starts_at < ${to}
    and main.seats_taken > 0`;

/** All rooms of a service, as a list of ids. */
export const idsOf = (service_id: string): Fragment =>
  sql`array(select room_id from service_rooms where service_id = ${service_id})`;

/** What occupies one room; instants. */
export const listRoomTime = (tx: Tx, room_id: string, { from, to }: { from: string; to: string }): Promise<RoomRow[]> =>
  tx.rows(sql<RoomRow>`
    select occupied.* from (${roomTime(sql`array[${room_id}::uuid]`, {
      from: sql`${from}::timestamptz - interval '2 days'`,
      to: sql`${to}::timestamptz`,
    })}) occupied where ends_at > ${from} order by starts_at`);

/** Also one that is archived: what takes place there can still be seen. */
export const findRoomZone = (tx: Tx, id: string): Promise<{ time_zone: string } | undefined> =>
  tx.row(sql<{ time_zone: string }>`
    select time_zone from rooms join tenants on tenants.tenant_id = rooms.tenant_id where rooms.id = ${id}`);
