import type { Actions, CalendarError, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Owners, Window } from './rules.ts';

export type ImportCard = Omit<Output<Actions['calendars.import_create']>, 'conflicts' | 'conflict_count'>;

type Stored = ImportCard & { readonly busy: readonly [number, number][] };

/** An import with what it makes busy: sorted, apart. */
export type ImportRow = { readonly card: ImportCard; readonly busy: Window[] };

const columns = sql.raw(
  `id, specialist_id, host, state, error, failures, synced_at, next_sync_at, events, unread_events, created_at, busy`,
);

const toWindows = (busy: readonly [number, number][]): Window[] => busy.map(([from, to]) => ({ from, to }));

const toRow = ({ busy, ...card }: Stored): ImportRow => ({ card, busy: toWindows(busy) });

const within = (owners: Owners) =>
  owners === 'all' ? sql`true` : sql`calendar_imports.specialist_id = ${owners.specialist_id}`;

export const countImports = async (tx: Tx, specialist_id: string): Promise<number> => {
  const row = await tx.row(
    sql<{ count: number }>`select count(*)::int as count from calendar_imports where specialist_id = ${specialist_id}`,
  );
  return row?.count ?? 0;
};

/** In the order in which they were added; every row carries the total. */
export const listImports = async (
  tx: Tx,
  specialist_id: string,
  { page, limit }: { page: number; limit: number },
): Promise<(ImportRow & { total: number })[]> => {
  const rows = await tx.rows(sql<Stored & { total: number }>`
    select ${columns}, count(*) over ()::int as total from calendar_imports where specialist_id = ${specialist_id}
    order by created_at, id limit ${limit} offset ${(page - 1) * limit}`);
  return rows.map(({ total, ...row }) => ({ ...toRow(row), total }));
};

/** An import and when it was last tried, kept from others until the transaction ends; misses outside `owners`. */
export const lockImport = async (
  tx: Tx,
  id: string,
  owners: Owners,
): Promise<(ImportRow & { attempted_at: string | null }) | undefined> => {
  const row = await tx.row(sql<Stored & { attempted_at: string | null }>`
    select ${columns}, attempted_at from calendar_imports where id = ${id} and ${within(owners)} for update`);
  if (row === undefined) return undefined;
  const { attempted_at, ...stored } = row;
  return { ...toRow(stored), attempted_at };
};

/** The outside calendars of a specialist, kept from whoever is about to write what they say. */
export const lockImportsOf = async (tx: Tx, specialist_id: string): Promise<string[]> => {
  const rows = await tx.rows(sql<{ id: string }>`
    select id from calendar_imports where specialist_id = ${specialist_id} order by id for update`);
  return rows.map(({ id }) => id);
};

/** The next look reads the whole file, also if it is the same. */
export const updateToUnread = (tx: Tx, id: string): void =>
  tx.send(sql`update calendar_imports set etag = null, read_at = null where id = ${id}`);

export type NewImport = {
  readonly specialist_id: string;
  readonly url_sealed: string;
  readonly host: string;
  /** Unix milliseconds. */
  readonly next_sync_at: number;
};

/** Writes down an import, and that it is to be read then. */
export const insertImport = async (tx: Tx, row: NewImport): Promise<ImportRow> => {
  const made = await tx.row(sql<Stored>`
    insert into calendar_imports (specialist_id, url_sealed, host, next_sync_at)
    values (${row.specialist_id}, ${row.url_sealed}, ${row.host}, ${formatInstant(row.next_sync_at)})
    returning ${columns}`);
  if (made === undefined) throw new Error('an import that was written down is not there');
  insertDue(tx, made.id, row.next_sync_at);
  return toRow(made);
};

const insertDue = (tx: Tx, id: string, at: number): void =>
  tx.send(sql`insert into due (fire_at, kind, id) values (${formatInstant(at)}, 'calendar', ${id})
    on conflict do nothing`);

/** Only what this transaction has locked: the row in the timetable is found by the instant that the import knows. */
const deleteDue = (tx: Tx, id: string): void =>
  tx.send(sql`delete from due using calendar_imports
    where calendar_imports.id = ${id} and due.id = calendar_imports.id and due.fire_at = next_sync_at`);

/** An import stands in the timetable once, whatever is repeated. */
export const updateNextSync = (tx: Tx, id: string, at: number): void => {
  deleteDue(tx, id);
  tx.send(sql`update calendar_imports set next_sync_at = ${formatInstant(at)} where id = ${id}`);
  insertDue(tx, id, at);
};

export const deleteImport = (tx: Tx, id: string): void => {
  deleteDue(tx, id);
  tx.send(sql`delete from calendar_imports where id = ${id}`);
};

/** What a look at an outside calendar needs to know. */
export type Sync = {
  readonly id: string;
  readonly specialist_id: string;
  readonly time_zone: string;
  readonly url_sealed: string;
  readonly etag: string | null;
  readonly read_at: string | null;
  readonly next_sync_at: string;
  readonly failures: number;
};

/** Misses when the import has been deleted. */
export const findSync = (tx: Tx, id: string): Promise<Sync | undefined> =>
  tx.row(sql<Sync>`
    select calendar_imports.id, specialist_id, time_zone, url_sealed, etag, read_at, next_sync_at, failures
    from calendar_imports join specialists on specialists.id = specialist_id where calendar_imports.id = ${id}`);

/** How far ahead anybody can book this specialist. */
export const findHorizonDays = async (tx: Tx, specialist_id: string): Promise<number> => {
  const row = await tx.row(sql<{ days: number | null }>`
    select max(horizon_days) as days
    from service_specialists join services on services.id = service_id and services.active
    where specialist_id = ${specialist_id}`);
  return row?.days ?? 0;
};

/** What the whole file said; null: what was known stays true. */
export type Contents = {
  readonly busy: readonly Window[];
  readonly etag: string | null;
  readonly events: number;
  readonly unread_events: number;
};

/** The calendar could be read. */
export const updateWorking = (tx: Tx, id: string, contents: Contents | null): void => {
  tx.send(sql`update calendar_imports set state = 'working', error = null, failures = 0, synced_at = okno_now(),
    attempted_at = okno_now() where id = ${id}`);
  if (contents === null) return;
  const busy = JSON.stringify(contents.busy.map(({ from, to }) => [from, to]));
  tx.send(sql`update calendar_imports set busy = ${busy}::jsonb, etag = ${contents.etag}, read_at = okno_now(),
    events = ${contents.events}, unread_events = ${contents.unread_events} where id = ${id}`);
};

/** It could not; what it said before stays. */
export const updateFailing = (tx: Tx, id: string, error: CalendarError): void =>
  tx.send(sql`update calendar_imports set state = 'failing', error = ${error}, failures = failures + 1,
    attempted_at = okno_now() where id = ${id}`);

/** What all outside calendars of a specialist say, calendar by calendar. */
export const listBusy = async (tx: Tx, specialist_id: string): Promise<Window[]> => {
  const rows = await tx.rows(sql<Pick<Stored, 'busy'>>`
    select busy from calendar_imports where specialist_id = ${specialist_id}`);
  return rows.flatMap(({ busy }) => toWindows(busy));
};

/** A booking ahead, in Unix milliseconds. */
export type AheadBooking = Window & { readonly id: string };

/** The open bookings of a specialist that are not over yet, in order. */
export const listAhead = (tx: Tx, specialist_id: string): Promise<AheadBooking[]> =>
  tx.rows(sql<AheadBooking>`
    select id, extract(epoch from starts_at)::float8 * 1000 as "from", extract(epoch from ends_at)::float8 * 1000 as "to"
    from bookings
    where specialist_id = ${specialist_id} and starts_at > okno_now() - interval '2 days' and ends_at > okno_now()
      and status in ('held', 'pending_payment', 'confirmed')
    order by starts_at, id`);
