import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Translations } from '../tenants/index.ts';

/** A specialist as their owner sees them. */
export type SpecialistCard = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly translations: Translations;
  readonly time_zone: string;
  readonly position: number;
  readonly active: boolean;
};

const CARD = ['id', 'name', 'description', 'translations', 'time_zone', 'position', 'active'] as const;

/** Also those who are archived. */
export const findSpecialistCard = (tx: Tx, id: string): Promise<SpecialistCard | undefined> =>
  tx.row(db.selectFrom('specialists').select(CARD).where('id', '=', id).$castTo<SpecialistCard>());

/** The same, kept from others until the transaction ends. */
export const lockSpecialistCard = (tx: Tx, id: string): Promise<SpecialistCard | undefined> =>
  tx.row(db.selectFrom('specialists').select(CARD).where('id', '=', id).forNoKeyUpdate().$castTo<SpecialistCard>());

/** The fields that are to change; misses when there is no such specialist. */
export const updateSpecialist = (
  tx: Tx,
  id: string,
  { translations, ...changes }: Partial<Omit<SpecialistCard, 'id'>>,
): Promise<SpecialistCard | undefined> =>
  tx.row(
    db
      .updateTable('specialists')
      .set({ ...changes, ...(translations !== undefined && { translations: JSON.stringify(translations) }) })
      .where('id', '=', id)
      .returning(CARD)
      .$castTo<SpecialistCard>(),
  );

/** The specialist who is this Telegram person. */
export const findSpecialistOf = (tx: Tx, telegram_id: number): Promise<{ id: string; time_zone: string } | undefined> =>
  tx.row(sql<{ id: string; time_zone: string }>`
    select specialists.id, time_zone from staff join specialists on specialists.id = staff.specialist_id
    where staff.telegram_id = ${telegram_id}`);
