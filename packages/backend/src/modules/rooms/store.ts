import type { Room } from '@okno/contract';
import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

const CARD = ['id', 'name', 'translations', 'position', 'active'] as const;

/** In their order; every row carries the total. */
export const listRooms = (
  tx: Tx,
  { page, limit }: { page: number; limit: number },
): Promise<(Room & { total: number })[]> =>
  tx.rows(sql<Room & { total: number }>`
    select id, name, translations, position, active, count(*) over ()::int as total
    from rooms order by position, id limit ${limit} offset ${(page - 1) * limit}`);

/** Also one that is archived. */
export const findRoom = (tx: Tx, id: string): Promise<Room | undefined> =>
  tx.row(db.selectFrom('rooms').select(CARD).where('id', '=', id).$castTo<Room>());

/** The same, kept from others until the transaction ends. */
export const lockRoom = (tx: Tx, id: string): Promise<Room | undefined> =>
  tx.row(sql<Room>`select id, name, translations, position, active from rooms where id = ${id} for no key update`);

export const insertRoom = (tx: Tx, { translations, ...row }: Omit<Room, 'active'>): void =>
  tx.send(db.insertInto('rooms').values({ ...row, translations: JSON.stringify(translations) }));

/** The fields that are to change; misses when there is no such room. */
export const updateRoom = (
  tx: Tx,
  id: string,
  { translations, ...changes }: Partial<Omit<Room, 'id'>>,
): Promise<Room | undefined> =>
  tx.row(
    db
      .updateTable('rooms')
      .set({ ...changes, ...(translations !== undefined && { translations: JSON.stringify(translations) }) })
      .where('id', '=', id)
      .returning(CARD)
      .$castTo<Room>(),
  );
