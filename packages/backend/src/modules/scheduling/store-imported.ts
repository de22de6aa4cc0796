import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Window } from './rules.ts';
import { notingFreed } from './store-freed.ts';

/** A row of busy time that came from outside calendars; instants are Unix milliseconds. */
export type ImportedRow = Window & { readonly id: string };

const instants = ({ from, to }: Window) => [formatInstant(from), formatInstant(to)] as const;

const ms = (edge: 'lower' | 'upper', round: 'floor' | 'ceil') =>
  sql.raw(`${round}(extract(epoch from ${edge}(blocked)) * 1000)::float8`);

/**
 * What the specialist's own appointments take in these instants, buffers included: everything that did not come from
 * outside calendars. What lasts longer than two days is found by its end, as everywhere.
 */
export const listTakenBesidesImported = (tx: Tx, specialist_id: string, window: Window): Promise<Window[]> => {
  const [from, to] = instants(window);
  // No buffer is longer than half a day.
  const near = sql`starts_at < ${to}::timestamptz + interval '12 hours'`;
  return tx.rows(sql<Window>`
    select ${ms('lower', 'floor')} as "from", ${ms('upper', 'ceil')} as "to" from reservations
    where specialist_id = ${specialist_id} and not imported and ${near}
      and starts_at >= ${from}::timestamptz - interval '60 hours' and ends_at - starts_at <= interval '2 days'
    union all
    select ${ms('lower', 'floor')}, ${ms('upper', 'ceil')} from reservations
    where specialist_id = ${specialist_id} and not imported and ${near}
      and ends_at > ${from}::timestamptz - interval '12 hours' and ends_at - starts_at > interval '2 days'`);
};

/** The busy time from outside calendars that ends after `from` (Unix milliseconds), whenever it began. */
export const listImported = (tx: Tx, specialist_id: string, from: number): Promise<ImportedRow[]> =>
  tx.rows(sql<ImportedRow>`
    select id, ${ms('lower', 'floor')} as "from", ${ms('upper', 'ceil')} as "to" from reservations
    where specialist_id = ${specialist_id} and imported and ends_at > ${formatInstant(from)}`);

/** Frees busy time that came from outside calendars, for whoever waits for it. */
export const deleteImported = (tx: Tx, ids: readonly string[]): void => {
  const gone = sql`imported and id = any(${ids}::uuid[])`;
  tx.send(sql`with ${notingFreed(gone)} delete from reservations where ${gone}`);
};

/**
 * Makes room for what a specialist says themselves: busy time from outside calendars keeps what lies outside the span.
 * The caller holds the specialist's lock.
 */
export const cutImported = (tx: Tx, specialist_id: string, span: { starts_at: string; ends_at: string }): void =>
  tx.send(sql`
    with gone as (
      delete from reservations
      where specialist_id = ${specialist_id} and imported and starts_at < ${span.ends_at} and ends_at > ${span.starts_at}
      returning starts_at, ends_at)
    insert into reservations (specialist_id, kind, imported, starts_at, ends_at)
    select ${specialist_id}::uuid, 'busy', true, piece.starts_at, piece.ends_at
    from gone cross join lateral (values
      (gone.starts_at, ${span.starts_at}::timestamptz), (${span.ends_at}::timestamptz, gone.ends_at))
      as piece(starts_at, ends_at)
    where piece.starts_at < piece.ends_at`);

/** Takes busy time; what somebody else has taken meanwhile stays theirs. */
export const insertImported = (tx: Tx, specialist_id: string, windows: readonly Window[]): void => {
  const rows = windows.map((window) => {
    const [starts_at, ends_at] = instants(window);
    return { starts_at, ends_at };
  });
  tx.send(sql`
    insert into reservations (specialist_id, kind, imported, starts_at, ends_at)
    select ${specialist_id}::uuid, 'busy', true, starts_at, ends_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(starts_at timestamptz, ends_at timestamptz)
    on conflict do nothing`);
};
