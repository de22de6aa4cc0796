import type { Actions, Output } from '@okno/contract';
import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** A service as its owner sees it. */
export type ServiceCard = Output<Actions['services.card']>;
export type Giver = Output<Actions['services.set_giver']>;

const CARD = sql`
  id, name, description, translations, duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes,
  price_minor, currency, capacity, min_notice_minutes, horizon_days, deposit_minor, packed, position, active,
  coalesce((select array_agg(specialist_id::text order by specialists.position, specialists.id)
    from service_specialists join specialists on specialists.id = specialist_id and specialists.active
    where service_id = services.id), '{}') as specialist_ids,
  coalesce((select array_agg(room_id::text order by rooms.position, rooms.id)
    from service_rooms join rooms on rooms.id = room_id where service_id = services.id), '{}') as room_ids`;

/** Also one that is archived. */
export const findCard = (tx: Tx, id: string): Promise<ServiceCard | undefined> =>
  tx.row(sql<ServiceCard>`select ${CARD} from services where id = ${id}`);

/** The same, kept from others until the transaction ends. */
export const lockCard = (tx: Tx, id: string): Promise<ServiceCard | undefined> =>
  tx.row(sql<ServiceCard>`select ${CARD} from services where id = ${id} for no key update`);

/** A service may be made of everything but what the database adds. */
export type ServiceSettings = Omit<ServiceCard, 'id' | 'active' | 'specialist_ids' | 'room_ids'>;

export const updateService = (
  tx: Tx,
  id: string,
  { translations, ...changes }: Partial<ServiceSettings> & { active?: boolean },
): void =>
  tx.send(
    db
      .updateTable('services')
      .set({ ...changes, ...(translations !== undefined && { translations: JSON.stringify(translations) }) })
      .where('id', '=', id),
  );

/** In the order of the specialists. */
export const listGivers = (tx: Tx, service_id: string): Promise<Giver[]> =>
  tx.rows(sql<Giver>`
    select service_id as id, specialist_id, duration_minutes, price_minor
    from service_specialists join specialists on specialists.id = specialist_id
    where service_id = ${service_id} order by specialists.position, specialist_id`);

/** In the place of what this specialist gave it like so far; no row means that there is no such specialist. */
export const saveGiver = (tx: Tx, row: Giver): Promise<Giver | undefined> =>
  tx.row(sql<Giver>`
    insert into service_specialists (service_id, specialist_id, duration_minutes, price_minor)
    select ${row.id}::uuid, id, ${row.duration_minutes}::integer, ${row.price_minor}::integer
    from specialists where id = ${row.specialist_id}
    on conflict (tenant_id, service_id, specialist_id)
      do update set duration_minutes = excluded.duration_minutes, price_minor = excluded.price_minor
    returning service_id as id, specialist_id, duration_minutes, price_minor`);

/** Misses when this specialist does not give it. */
export const deleteGiver = (
  tx: Tx,
  { id, specialist_id }: Pick<Giver, 'id' | 'specialist_id'>,
): Promise<Giver | undefined> =>
  tx.row(sql<Giver>`
    delete from service_specialists where service_id = ${id} and specialist_id = ${specialist_id}
    returning service_id as id, specialist_id, duration_minutes, price_minor`);

/** In the place of the rooms it had so far; how many of the named there are. */
export const saveRooms = async (tx: Tx, id: string, room_ids: readonly string[]): Promise<number> => {
  tx.send(sql`delete from service_rooms where service_id = ${id} and room_id <> all(${room_ids}::uuid[])`);
  const rows = await tx.rows(sql`
    with added as (
      insert into service_rooms (service_id, room_id)
      select ${id}::uuid, id from rooms where id = any(${room_ids}::uuid[]) on conflict do nothing)
    select id from rooms where id = any(${room_ids}::uuid[])`);
  return rows.length;
};
