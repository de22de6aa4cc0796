import type { Language } from '@okno/contract';
import { db, type Fragment, sql } from '../../db/sql.ts';
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
  readonly service_name: string;
  readonly specialist_name: string;
};

/** A specialist who is named need not be looked up: one who does not give the service is missing among the givers. */
const whose = ({ service_id, specialist_id }: Whose) =>
  specialist_id === null
    ? sql`specialist_id in (select specialist_id from service_specialists where service_id = ${service_id})`
    : sql`specialist_id = ${specialist_id}`;

export type HoursRow = Interval & {
  readonly specialist_id: string;
  readonly weekday: Weekday;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
};

export type OverrideRow = { readonly specialist_id: string; readonly day: string; readonly intervals: Interval[] };

export type TakenRow = {
  readonly specialist_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly service_id: string | null;
  readonly seats: number;
  readonly seats_taken: number;
};

export type ReservationRow = TakenRow & {
  readonly id: string;
  readonly kind: 'booking' | 'hold' | 'break' | 'time_off' | 'busy';
};

/** Working and taken time of some specialists. */
export type TimeRows<R = TakenRow> = {
  readonly hours: HoursRow[];
  readonly overrides: OverrideRow[];
  readonly reservations: R[];
};

/** Local days in any time zone, both included; `start`, an instant, when only this one start on them is asked about. */
export type Days = { readonly from: string; readonly to: string; readonly start?: string };

const list = (rows: Fragment) => sql`(select coalesce(json_agg(one), '[]') from (${rows}) one)`;

/** What free time is computed from; every name is written once per row. */
const TAKEN = sql.raw(
  'specialist_id, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes, service_id, seats, seats_taken',
);
const RESERVATION = sql`id, kind, ${TAKEN}`;

/**
 * What may decide about one start: the window around it begins at the earliest on the day before, two buffers reach a
 * day further, and what begins two days later is out of reach of the longest service. An hour is left for the clocks.
 */
const around = (start: string | undefined) =>
  start === undefined
    ? sql``
    : sql`and ends_at > ${start}::timestamptz - interval '74 hours' and starts_at < ${start}::timestamptz + interval '50 hours'`;

/**
 * What occupies these specialists: the only place that answers this. Expired holds occupy nothing. The days are cast
 * to instants, because only between two instants the comparison may use the index under row security; what lasts
 * longer than two days is found by its end. The margins are those of the arithmetic: windows reach two days beyond
 * the days asked for, in zones that may be a day apart.
 */
const reservations = (of: Whose, { from, to, start }: Days, columns: Fragment) => {
  const [earliest, latest] = [sql`(${from}::date - 5)::timestamptz`, sql`(${to}::date + 4)::timestamptz`];
  return sql`
    select ${columns} from reservations
    where ${whose(of)} and starts_at >= ${earliest} and starts_at < ${latest}
      and ends_at - starts_at <= interval '2 days' ${around(start)} and (expires_at is null or expires_at > okno_now())
    union all
    select ${columns} from reservations
    where ${whose(of)} and ends_at > ${earliest} and starts_at < ${latest}
      and ends_at - starts_at > interval '2 days' and (expires_at is null or expires_at > okno_now())`;
};

const time = (of: Whose, days: Days, columns: Fragment) => sql`
  ${list(sql`select specialist_id, weekday, from_minute, to_minute, valid_from, valid_until
    from working_hours where ${whose(of)}`)} as hours,
  ${list(sql`select specialist_id, day, intervals from overrides
    where ${whose(of)} and day between ${days.from}::date - 4 and ${days.to}::date + 4`)} as overrides,
  ${list(reservations(of, days, columns))} as reservations`;

/** The specialists who give the service, in their order; none when there is no such service or nobody gives it. */
const givers = (service_id: string, specialist_id: string | null, language: Language) => sql`
  select given.specialist_id, coalesce(services.translations -> ${language} ->> 'name', services.name) as service_name,
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name) as specialist_name, specialists.time_zone, services.id,
    coalesce(given.duration_minutes, services.duration_minutes) as duration_minutes, step_minutes,
    buffer_before_minutes, buffer_after_minutes, min_notice_minutes, horizon_days, capacity, packed,
    coalesce(given.price_minor, services.price_minor) as price_minor, currency
  from service_specialists given
    join services on services.id = given.service_id and services.active
    join specialists on specialists.id = given.specialist_id and specialists.active
  where given.service_id = ${service_id} ${specialist_id === null ? sql`` : sql`and given.specialist_id = ${specialist_id}`}
  order by specialists.position, given.specialist_id`;

type OfferOf = { service_id: string; specialist_id: string | null; language: Language };

/** Everything that the free time of a service is computed from, in one statement. */
const offer = ({ service_id, specialist_id, language }: OfferOf, days: Days) =>
  sql<TimeRows & { givers: GivenService[] }>`
    select ${list(givers(service_id, specialist_id, language))} as givers, ${time({ service_id, specialist_id }, days, TAKEN)}`;

export const findOffer = async (
  tx: Tx,
  wanted: OfferOf,
  days: Days,
): Promise<TimeRows & { readonly givers: GivenService[] }> => only(await tx.row(offer(wanted, days)));

/** Asks ahead of time what `findOffer` is going to ask. */
export const foreseeOffer = (tx: Tx, wanted: OfferOf, days: Days): void => tx.foresee(offer(wanted, days));

/** Working and taken time of one specialist. */
export const findTime = async (tx: Tx, specialist_id: string, days: Days): Promise<TimeRows<ReservationRow>> =>
  only(
    await tx.row(sql<TimeRows<ReservationRow>>`select ${time({ service_id: null, specialist_id }, days, RESERVATION)}`),
  );

const only = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('a select without a table has exactly one row');
  return row;
};

export const findSpecialist = (tx: Tx, id: string): Promise<{ id: string; time_zone: string } | undefined> =>
  tx.row(db.selectFrom('specialists').select(['id', 'time_zone']).where('id', '=', id).where('active', '=', true));

/**
 * Whoever changes the taken time of these specialists waits here for the others; it ends with the transaction. The
 * order is the same for everybody, so that nobody waits for somebody who waits for them.
 */
export const lockSpecialists = (tx: Tx, specialist_ids: readonly string[]): void =>
  tx.send(sql`
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || id, 1))
    from unnest(${specialist_ids.toSorted()}::text[]) with ordinality as one(id, place) order by place`);

export type NewReservation = {
  readonly specialist_id: string;
  readonly service_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly seats: number;
};

/** Forgets the holds of a specialist that have run out by the database's clock, and says whether there were any. */
export const deleteExpiredHolds = async (tx: Tx, specialist_id: string): Promise<boolean> => {
  const gone = await tx.rows(sql`
    delete from reservations
    where specialist_id = ${specialist_id} and kind = 'hold' and expires_at <= okno_now()
      and not exists (select from bookings where bookings.reservation_id = reservations.id)
    returning id`);
  return gone.length > 0;
};

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
