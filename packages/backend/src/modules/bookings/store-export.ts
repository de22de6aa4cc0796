import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type ExportRow = {
  readonly id: string;
  readonly status: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly service: string;
  readonly specialist: string;
  readonly client: string;
  readonly phone: string | null;
  readonly price_minor: number;
  readonly currency: string;
  readonly created_at: string;
};

type Filter = {
  readonly status: string | null;
  readonly service_id: string | null;
  readonly specialist_id: string | null;
  readonly client_id: string | null;
  readonly from: string | null;
  readonly to: string | null;
};

/** Behind which booking to go on: its start and its id. */
export type Mark = { readonly starts_at: string; readonly id: string };

const translated = (table: 'services' | 'specialists', language: Language): Fragment =>
  sql`coalesce(${sql.ref(`${table}.translations`)} -> ${language} ->> 'name', ${sql.ref(`${table}.name`)})`;

/** The rows of a table of bookings, by their start. @param picked a select of whole rows of `bookings` */
export const listExported = (tx: Tx, picked: Fragment, language: Language): Promise<ExportRow[]> =>
  tx.rows(sql<ExportRow>`
    select mine.id, mine.status, mine.starts_at, mine.ends_at, ${translated('services', language)} as service,
      ${translated('specialists', language)} as specialist, clients.name as client, clients.phone, mine.price_minor,
      mine.currency, mine.created_at
    from (${picked}) mine
    join services on services.id = mine.service_id
    join specialists on specialists.id = mine.specialist_id
    join clients on clients.id = mine.client_id
    order by mine.starts_at, mine.id`);

/** The bookings that fit, by their start, those behind the mark. */
export const picking = (
  { status, service_id, specialist_id, client_id, from, to }: Filter,
  { after, limit }: { after: Mark | null; limit: number },
): Fragment => sql`
  select * from bookings
  where (${status}::text is null or status = ${status})
    and (${service_id}::uuid is null or service_id = ${service_id})
    and (${specialist_id}::uuid is null or specialist_id = ${specialist_id})
    and (${client_id}::uuid is null or client_id = ${client_id})
    and (${from}::timestamptz is null or starts_at >= ${from}) and (${to}::timestamptz is null or starts_at < ${to})
    and (${after?.starts_at ?? null}::timestamptz is null
      or (starts_at, id) > (${after?.starts_at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
  order by starts_at, id limit ${limit}`;
