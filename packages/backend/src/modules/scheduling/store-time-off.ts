import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { notingFreed } from './store-freed.ts';

/** Time in which a specialist is not there. */
export type Absence = {
  readonly id: string;
  readonly kind: 'time_off' | 'break';
  readonly starts_at: string;
  readonly ends_at: string;
  readonly note: string | null;
};
export type NewAbsence = Omit<Absence, 'id'> & { readonly specialist_id: string };

const ABSENCE = sql.raw('id, kind, starts_at, ends_at, note');

/** Those that end after `from` and begin before `to`, in the order of their starts; every row carries the total. */
export const listTimeOff = (
  tx: Tx,
  specialist_id: string,
  { from, to, page, limit }: { from: string; to: string | null; page: number; limit: number },
): Promise<(Absence & { total: number })[]> =>
  tx.rows(sql<Absence & { total: number }>`
    select ${ABSENCE}, count(*) over ()::int as total from reservations
    where specialist_id = ${specialist_id} and kind in ('time_off', 'break') and ends_at > ${from}
      and (${to}::timestamptz is null or starts_at < ${to})
    order by starts_at limit ${limit} offset ${(page - 1) * limit}`);

/** What the list of a refusal tells of a row. */
export type InTheWay = Pick<Absence, 'id' | 'starts_at' | 'ends_at'> & { readonly kind: string };

/**
 * What takes any of this time, buffers included, in the order of the starts; the first hundred. Buffers are shorter
 * than a day; what lasts longer than two days is found by its end, like wherever taken time is read.
 */
export const listInTheWay = (
  tx: Tx,
  { specialist_id, starts_at, ends_at }: Pick<NewAbsence, 'specialist_id' | 'starts_at' | 'ends_at'>,
): Promise<InTheWay[]> => {
  const [from, to] = [sql`${starts_at}::timestamptz`, sql`${ends_at}::timestamptz`];
  return tx.rows(sql<InTheWay>`
    select id, kind, starts_at, ends_at from reservations
    where specialist_id = ${specialist_id} and starts_at >= ${from} - interval '3 days'
      and starts_at < ${to} + interval '1 day' and ends_at - starts_at <= interval '2 days'
      and blocked && tstzrange(${from}, ${to})
    union all
    select id, kind, starts_at, ends_at from reservations
    where specialist_id = ${specialist_id} and ends_at > ${from} - interval '1 day'
      and starts_at < ${to} + interval '1 day' and ends_at - starts_at > interval '2 days'
      and blocked && tstzrange(${from}, ${to})
    order by starts_at limit 100`);
};

/** Takes the time; no row means that something else has it. */
export const takeTimeOff = (tx: Tx, row: NewAbsence): Promise<Absence | undefined> =>
  tx.row(sql<Absence>`
    insert into reservations (specialist_id, kind, starts_at, ends_at, note)
    values (${row.specialist_id}, ${row.kind}, ${row.starts_at}, ${row.ends_at}, ${row.note})
    on conflict do nothing returning ${ABSENCE}`);

/** Frees the time, for whoever waits for it; misses when it is none of this specialist's time off. */
export const deleteTimeOff = (tx: Tx, specialist_id: string, id: string): Promise<Absence | undefined> => {
  const gone = sql`id = ${id} and specialist_id = ${specialist_id} and kind in ('time_off', 'break')`;
  return tx.row(sql<Absence>`
    with ${notingFreed(gone)}
    delete from reservations where ${gone} returning ${ABSENCE}`);
};
