import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Quarter, Summary } from './rules.ts';

type Range = {
  /** Unix milliseconds, half-open. */
  readonly window: { readonly from: number; readonly to: number };
  /** Undefined: everybody's. */
  readonly specialist_id: string | undefined;
};

/**
 * By the index of each specialist's bookings, one after the other: a list, even of one, lets the planner do so where it
 * would otherwise read the whole table.
 */
const within = ({ window, specialist_id }: Range): Fragment => {
  const who = specialist_id === undefined ? sql`array(select id from specialists)` : sql`array[${specialist_id}::uuid]`;
  return sql`specialist_id = any(${who}) and starts_at >= ${formatInstant(window.from)}::timestamptz
    and starts_at < ${formatInstant(window.to)}::timestamptz`;
};

/** What was booked and stayed so; a time that is only held is nothing yet. */
const STANDING = sql.raw(`status not in ('held', 'cancelled')`);

const translated = (table: 'services' | 'specialists', language: Language): Fragment =>
  sql`coalesce(${sql.ref(`${table}.translations`)} -> ${language} ->> 'name', ${sql.ref(`${table}.name`)})`;

type Figures = {
  readonly bookings: Partial<Summary['bookings']>;
  readonly quarters: Quarter[];
  readonly services: Summary['services'];
  readonly money: NonNullable<Summary['money']>;
  readonly clients: Summary['clients'];
};

/** Everything that is counted, in one pass over the bookings of the range. */
export const findFigures = async (tx: Tx, range: Range, language: Language): Promise<Figures> => {
  const first = sql`${formatInstant(range.window.from)}::timestamptz`;
  const row = await tx.row(sql<Figures>`
    with mine as materialized (
      select status, service_id, client_id, starts_at, price_minor, currency from bookings where ${within(range)}),
    -- Whether they are known is looked up once for each, in the index of their bookings.
    people as materialized (select exists (select from bookings earlier where earlier.client_id = one.client_id
        and earlier.starts_at < ${first} and earlier.${STANDING}) as known
      from (select distinct client_id from mine where ${STANDING}) one)
    select
      (select coalesce(json_object_agg(status, count), '{}') from
        (select status, count(*)::int as count from mine group by status) one) as bookings,
      (select coalesce(json_agg(one), '[]') from
        (select floor(extract(epoch from starts_at) / 900)::int as quarter, count(*)::int as bookings
          from mine where ${STANDING} group by 1) one) as quarters,
      (select coalesce(json_agg(one), '[]') from
        (select services.id, ${translated('services', language)} as name, top.bookings from
          (select service_id, count(*)::int as bookings from mine where ${STANDING} group by service_id
            order by bookings desc, service_id limit 10) top
          join services on services.id = top.service_id order by top.bookings desc, services.id) one) as services,
      (select coalesce(json_agg(one), '[]') from
        (select currency, sum(price_minor)::float8 as amount_minor from mine where status = 'completed'
          group by currency order by amount_minor desc) one) as money,
      (select json_build_object('new', count(*) filter (where not known), 'returning', count(*) filter (where known))
        from people) as clients`);
  if (row === undefined) throw new Error('a select without a table has exactly one row');
  return row;
};

export type Worker = { readonly id: string; readonly name: string; readonly time_zone: string };

/** Those who work here, and those who did and have bookings in the range. */
export const listWorkers = (tx: Tx, range: Range, language: Language): Promise<Worker[]> =>
  tx.rows(sql<Worker>`
    select id, ${translated('specialists', language)} as name, time_zone from specialists
    where ${range.specialist_id === undefined ? sql`true` : sql`id = ${range.specialist_id}`}
      and (active or id in (select specialist_id from bookings where ${within(range)}))
    order by position, id`);

/** The bookings of the range by their start, `limit` at most. */
export const inRange = (range: Range, limit: number): Fragment =>
  sql`select * from bookings where ${within(range)} order by starts_at, id limit ${limit}`;
