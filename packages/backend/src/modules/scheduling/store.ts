import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Interval, Weekday } from './rules.ts';

/** Whose time is asked for: those who give a service, one of them, or one specialist whatever they give. */
export type Whose =
  | { readonly service_id: string; readonly specialist_id: string | null }
  | { readonly service_id: null; readonly specialist_id: string };

/** A service as one specialist gives it, with the duration and price of their own where they have them. */
export type GivenService = {
  readonly specialist_id: string;
  readonly time_zone: string;
  readonly id: string;
  readonly duration_minutes: number;
  readonly step_minutes: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly min_notice_minutes: number;
  readonly horizon_days: number;
  readonly capacity: number;
  readonly packed: boolean;
  readonly price_minor: number;
  readonly currency: string;
};

const whose = ({ service_id, specialist_id }: Whose) => {
  const givers = sql`specialist_id in (select specialist_id from service_specialists where service_id = ${service_id})`;
  if (specialist_id === null) return givers;
  return service_id === null
    ? sql`specialist_id = ${specialist_id}`
    : sql`specialist_id = ${specialist_id} and ${givers}`;
};

/** The specialists who give the service, in their order; empty when there is no such service or nobody gives it. */
export const listGivers = (tx: Tx, service_id: string, specialist_id: string | null): Promise<GivenService[]> =>
  tx.rows(sql<GivenService>`
    select given.specialist_id, specialists.time_zone, services.id,
      coalesce(given.duration_minutes, services.duration_minutes) as duration_minutes, step_minutes,
      buffer_before_minutes, buffer_after_minutes, min_notice_minutes, horizon_days, capacity, packed,
      coalesce(given.price_minor, services.price_minor) as price_minor, currency
    from service_specialists given
      join services on services.id = given.service_id and services.active
      join specialists on specialists.id = given.specialist_id and specialists.active
    where given.service_id = ${service_id} and (${specialist_id}::uuid is null or given.specialist_id = ${specialist_id})
    order by specialists.position, given.specialist_id`);

export const findSpecialist = (tx: Tx, id: string): Promise<{ id: string; time_zone: string } | undefined> =>
  tx.row(db.selectFrom('specialists').select(['id', 'time_zone']).where('id', '=', id).where('active', '=', true));

export type HoursRow = Interval & {
  readonly specialist_id: string;
  readonly weekday: Weekday;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
};

export const listWorkingHours = (tx: Tx, of: Whose): Promise<HoursRow[]> =>
  tx.rows(sql<HoursRow>`
    select specialist_id, weekday, from_minute, to_minute, valid_from, valid_until from working_hours where ${whose(of)}`);

export type OverrideRow = { readonly specialist_id: string; readonly day: string; readonly intervals: Interval[] };

/** Overrides of the days from `from` to `to`, both included. */
export const listOverrides = (tx: Tx, of: Whose, from: string, to: string): Promise<OverrideRow[]> =>
  tx.rows(sql<OverrideRow>`
    select specialist_id, day, intervals from overrides where ${whose(of)} and day between ${from} and ${to}`);

export type ReservationRow = {
  readonly id: string;
  readonly specialist_id: string;
  readonly kind: 'booking' | 'hold' | 'break' | 'time_off' | 'busy';
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly service_id: string | null;
  readonly seats: number;
  readonly seats_taken: number;
};

const RESERVATION = sql.raw(
  'id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes, service_id, seats, seats_taken',
);

/**
 * What occupies these specialists between two local days, both included, in any time zone: the only statement that
 * answers this. Expired holds occupy nothing. What lasts longer than two days is found by its end.
 */
export const listReservations = (tx: Tx, of: Whose, from: string, to: string): Promise<ReservationRow[]> =>
  tx.rows(sql<ReservationRow>`
    select ${RESERVATION} from reservations
    where ${whose(of)} and starts_at >= ${from}::date - 5 and starts_at < ${to}::date + 4
      and ends_at - starts_at <= interval '2 days' and (expires_at is null or expires_at > okno_now())
    union all
    select ${RESERVATION} from reservations
    where ${whose(of)} and ends_at > ${from}::date - 5 and starts_at < ${to}::date + 4
      and ends_at - starts_at > interval '2 days' and (expires_at is null or expires_at > okno_now())`);

/** Whoever changes the taken time of a specialist waits here for the others; it ends with the transaction. */
export const lockSpecialist = (tx: Tx, specialist_id: string): void =>
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ${specialist_id}, 1))`);

export type NewReservation = {
  readonly specialist_id: string;
  readonly service_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly seats: number;
};

/** Forgets the holds of a specialist that have run out, by the database's clock. */
export const deleteExpiredHolds = (tx: Tx, specialist_id: string): void =>
  tx.send(sql`delete from reservations
    where specialist_id = ${specialist_id} and kind = 'hold' and expires_at <= okno_now()
      and id not in (select reservation_id from bookings where reservation_id is not null)`);

/** Takes the time; the exclusion constraint decides, and no row means that somebody else has it. */
export const insertReservation = (tx: Tx, row: NewReservation): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`
    insert into reservations (specialist_id, kind, service_id, starts_at, ends_at, buffer_before_minutes,
      buffer_after_minutes, seats)
    values (${row.specialist_id}, 'booking', ${row.service_id}, ${row.starts_at}, ${row.ends_at},
      ${row.buffer_before_minutes}, ${row.buffer_after_minutes}, ${row.seats})
    on conflict do nothing returning id`);

/** Takes one more seat of a group session that starts then; no row means that there is none, or it is full. */
export const takeSeat = (tx: Tx, session: Pick<NewReservation, 'specialist_id' | 'service_id' | 'starts_at'>) =>
  tx.row(sql<{ id: string }>`
    update reservations set seats_taken = seats_taken + 1
    where specialist_id = ${session.specialist_id} and service_id = ${session.service_id}
      and starts_at = ${session.starts_at} and kind = 'booking' and seats_taken < seats
    returning id`);

/** Gives one seat back; the last one frees the time. */
export const releaseSeat = (tx: Tx, reservation_id: string): void => {
  tx.send(sql`update reservations set seats_taken = seats_taken - 1 where id = ${reservation_id}`);
  tx.send(sql`delete from reservations where id = ${reservation_id} and seats_taken = 0`);
};
