import type { Language, Service } from '@okno/contract';
import { db, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Translations } from '../tenants/index.ts';

const columns = (language: unknown) => sql`
  id, coalesce(translations -> ${language} ->> 'name', name) as name,
  coalesce(translations -> ${language} ->> 'description', description) as description,
  duration_minutes, step_minutes, buffer_before_minutes, buffer_after_minutes, price_minor, currency, capacity,
  min_notice_minutes, horizon_days,
  coalesce((select array_agg(specialist_id::text order by specialists.position, specialists.id)
    from service_specialists join specialists on specialists.id = specialist_id and specialists.active
    where service_id = services.id), '{}') as specialist_ids`;

type Wanted = { readonly language: Language; readonly page: number; readonly limit: number };

/** The services on offer, in the order the business has given them; `given`: only those that somebody gives. */
export const listServices = (
  tx: Tx,
  { language, given, page, limit }: Wanted & { given: boolean },
): Promise<(Service & { total: number })[]> =>
  tx.rows(sql<Service & { total: number }>`
    select ${columns(language)}, count(*) over ()::int as total
    from services where active and (not ${given} or exists (
      select from service_specialists join specialists on specialists.id = specialist_id and specialists.active
      where service_id = services.id))
    order by position, id limit ${limit} offset ${(page - 1) * limit}`);

const ONE = prepared<{ id: string; language: Language }, Service>(
  (value) => sql`select ${columns(value('language'))} from services where active and id = ${value('id')}`,
);

export const findService = (tx: Tx, id: string, language: Language): Promise<Service | undefined> =>
  tx.row(ONE({ id, language }));

/** Offered or archived. */
export const isService = async (tx: Tx, id: string): Promise<boolean> => {
  const row = await tx.row(sql<{ found: boolean }>`select exists (select from services where id = ${id}) as found`);
  return row?.found === true;
};

export type NewService = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly translations: Translations;
  readonly duration_minutes: number;
  readonly step_minutes: number;
  readonly buffer_before_minutes?: number;
  readonly buffer_after_minutes: number;
  readonly price_minor: number;
  readonly currency: string;
  readonly capacity: number;
  readonly min_notice_minutes: number;
  readonly horizon_days: number;
  readonly deposit_minor?: number;
  readonly packed?: boolean;
  readonly position: number;
};

export const insertService = (tx: Tx, { translations, ...row }: NewService): void =>
  tx.send(db.insertInto('services').values({ ...row, translations: JSON.stringify(translations) }));

/** From now on this specialist gives this service; null: with the service's own duration and price. */
export const insertGiver = (
  tx: Tx,
  row: { service_id: string; specialist_id: string; duration_minutes?: number | null; price_minor?: number | null },
): void => tx.send(db.insertInto('service_specialists').values(row));
