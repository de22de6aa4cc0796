import type { Series, SeriesClash } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { CHANGEABLE_UNTIL } from '../bookings/index.ts';

export type NewOccurrence = {
  readonly occurrence_at: string;
  readonly status: 'booked' | 'clash' | 'skipped' | 'cancelled';
  readonly booking_id: string | null;
  readonly clash: SeriesClash | null;
};

/** Writes down what became of some occurrences, all in one statement; what is written already stays. */
export const insertOccurrences = (tx: Tx, series_id: string, rows: readonly NewOccurrence[]): void =>
  tx.send(sql`
    insert into series_occurrences (series_id, occurrence_at, status, booking_id, clash)
    select ${series_id}::uuid, occurrence_at, status, booking_id, clash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row(occurrence_at timestamptz, status text, booking_id uuid, clash text)
    on conflict do nothing`);

/** A booking that was cancelled by itself is a cancelled occurrence. */
const STATUS = sql.raw(`
  case when series_occurrences.status = 'booked' and bookings.status = 'cancelled' then 'cancelled'
    else series_occurrences.status end`);

/** All occurrences that are written down, in order. */
export const listOccurrences = (tx: Tx, series_id: string): Promise<Series['occurrences']> =>
  tx.rows(sql<Series['occurrences'][number]>`
    select occurrence_at, ${STATUS} as status, clash, booking_id, bookings.starts_at,
      case when bookings.starts_at > okno_now() and bookings.status in ('held', 'pending_payment', 'confirmed')
        then ${CHANGEABLE_UNTIL} end as changeable_until
    from series_occurrences left join bookings on bookings.id = booking_id
      left join tenants on tenants.tenant_id = bookings.tenant_id
    where series_occurrences.series_id = ${series_id} order by occurrence_at`);

/** An occurrence with its booking as it stands; `starts_at` only of one that still lies ahead. */
export type Coming = {
  readonly occurrence_at: string;
  readonly status: 'booked' | 'clash' | 'skipped' | 'cancelled' | 'moved';
  readonly booking_id: string | null;
  /** When its booking is, if that lies ahead and is open. */
  readonly starts_at: string | null;
  readonly told: 'outside_hours' | null;
  /** Who gives its booking, which may have been moved alone. */
  readonly specialist_id: string | null;
};

/** The occurrences from this instant on, in order; what was moved belongs to the series that follows. */
export const listOccurrencesFrom = (tx: Tx, series_id: string, from: string): Promise<Coming[]> =>
  tx.rows(sql<Coming>`
    select occurrence_at, ${STATUS} as status, booking_id, told, bookings.specialist_id,
      case when bookings.starts_at > okno_now() and bookings.status in ('held', 'pending_payment', 'confirmed')
        then bookings.starts_at end as starts_at
    from series_occurrences left join bookings on bookings.id = booking_id
    where series_occurrences.series_id = ${series_id} and series_occurrences.status <> 'moved' and occurrence_at >= ${from}
    order by occurrence_at`);

/** A booking of a series that lies ahead. */
export type Ahead = Coming & { readonly starts_at: string; readonly ends_at: string; readonly specialist_id: string };

/** The bookings of a series that lie ahead and are open, in order; also those that were moved. */
export const listAhead = (tx: Tx, series_id: string): Promise<Ahead[]> =>
  tx.rows(sql<Ahead>`
    select occurrence_at, series_occurrences.status, booking_id, told, bookings.starts_at, bookings.ends_at,
      bookings.specialist_id
    from series_occurrences join bookings on bookings.id = booking_id
    where series_occurrences.series_id = ${series_id} and series_occurrences.status = 'booked'
      and bookings.starts_at > okno_now() and bookings.status in ('held', 'pending_payment', 'confirmed')
    order by bookings.starts_at`);

/** Keeps the bookings that lie ahead from others until the transaction ends, in the order of their ids. */
export const lockAhead = (tx: Tx, series_id: string): void =>
  tx.send(sql`
    select bookings.id from series_occurrences join bookings on bookings.id = booking_id
    where series_occurrences.series_id = ${series_id} and series_occurrences.status = 'booked'
      and bookings.starts_at > okno_now() and bookings.status in ('held', 'pending_payment', 'confirmed')
    order by bookings.id for update of bookings`);

/** What has become of occurrences that were written down otherwise. */
export const updateOccurrences = (
  tx: Tx,
  series_id: string,
  occurrences_at: readonly string[],
  status: 'cancelled' | 'moved',
): void =>
  tx.send(sql`
    update series_occurrences set status = ${status}, clash = null
    where series_id = ${series_id} and occurrence_at = any(${occurrences_at}::timestamptz[])`);

/** What the staff have been told of these bookings; null: there is nothing in their way any more. */
export const updateTold = (
  tx: Tx,
  series_id: string,
  booking_ids: readonly (string | null)[],
  told: 'outside_hours' | null,
): void => {
  if (booking_ids.length === 0) return;
  tx.send(sql`
    update series_occurrences set told = ${told}
    where series_id = ${series_id} and booking_id = any(${booking_ids}::uuid[])`);
};

/** Which of these instants this client has a seat at with this specialist already. */
export const listSeats = async (
  tx: Tx,
  { client_id, specialist_id }: { client_id: string; specialist_id: string },
  starts_at: readonly string[],
): Promise<Set<number>> => {
  const rows = await tx.rows(sql<{ starts_at: string }>`
    select starts_at from bookings
    where client_id = ${client_id} and specialist_id = ${specialist_id} and reservation_id is not null
      and starts_at = any(${starts_at}::timestamptz[])`);
  return new Set(rows.map((row) => Date.parse(row.starts_at)));
};

/** These bookings belong to another series from now on. */
export const updateSeriesOf = (tx: Tx, booking_ids: readonly string[], series_id: string): void =>
  tx.send(sql`update bookings set series_id = ${series_id} where id = any(${booking_ids}::uuid[])`);

/** One booking of the series, to show what it is about: the first that lies ahead, or the last there was. */
export const findSample = (tx: Tx, series_id: string): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`
    select id from bookings where series_id = ${series_id}
    order by status = 'cancelled', starts_at <= okno_now(), abs(extract(epoch from starts_at - okno_now())) limit 1`);
