import type { Language } from '@okno/contract';
import { db, type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Interval, Weekday } from './rules.ts';
import {
  activeOf,
  idsOf,
  ROOM_TIME,
  type Room,
  type RoomOfService,
  type RoomRow,
  roomsOf,
  roomTime,
} from './store-rooms.ts';

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
  /** In which it can take place, in their order: any one of them. Null: it needs none. */
  readonly rooms: readonly Room[] | null;
};

/**
 * A specialist who is named need not be looked up: one who does not give the service is missing among the givers.
 * Compared with a list, even of one: a plain equality would let the planner read a specialist's whole past through the
 * exclusion constraint's index, which looks as cheap to it as the index by start.
 */
const whose = ({ service_id, specialist_id }: Whose) =>
  specialist_id === null
    ? sql`specialist_id = any(array(select specialist_id from service_specialists where service_id = ${service_id}))`
    : sql`specialist_id = any(${[specialist_id]}::uuid[])`;

export type HoursRow = Interval & {
  readonly specialist_id: string;
  readonly weekday: Weekday;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
};

export type OverrideRow = { readonly specialist_id: string; readonly day: string; readonly intervals: Interval[] };

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

/** Working time of some specialists. */
export type HourRows = { readonly hours: HoursRow[]; readonly overrides: OverrideRow[] };

/** Working and taken time of some specialists. */
export type TimeRows = HourRows & { readonly reservations: ReservationRow[] };

/** Local days in any time zone, both included; `start`, an instant, when only this one start on them is asked about. */
export type Days = { readonly from: string; readonly to: string; readonly start?: string };

/**
 * Many rows in one value, column by column: half the bytes of a list of objects, and half the work on either side.
 * `toRows` makes rows of it.
 */
const columns = (names: readonly string[], rows: Fragment) => {
  const arrays = names.map((name) => `coalesce(array_agg(${name}), '{}')`);
  return sql`(select json_build_array(${sql.raw(arrays.join())}) from (${rows}) one)`;
};

type Columns = readonly (readonly unknown[])[];

const toRows = <R>(names: readonly (keyof R & string)[], values: Columns): R[] =>
  Array.from({ length: values[0]?.length ?? 0 }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (let column = 0; column < names.length; column++) row[names[column] ?? ''] = values[column]?.[index];
    return row as R;
  });

const HOURS = ['specialist_id', 'weekday', 'from_minute', 'to_minute', 'valid_from', 'valid_until'] as const;
const OVERRIDE = ['specialist_id', 'day', 'intervals'] as const;
const RESERVATION = [
  'id',
  'specialist_id',
  'kind',
  'starts_at',
  'ends_at',
  'buffer_before_minutes',
  'buffer_after_minutes',
  'service_id',
  'seats',
  'seats_taken',
] as const;
// A seat of a group session that was held and not confirmed in time is free again, whoever has noticed it so far.
const OCCUPIED = sql.raw(`
  id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes, service_id, seats,
  case when seats = 1 then seats_taken else seats_taken - (
    select count(*)::int from bookings
    where reservation_id = reservations.id and status = 'held' and held_until <= okno_now()) end as seats_taken`);

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
const reservations = (of: Whose, days: Days) => {
  const { start } = days;
  const { earliest, latest } = marginsOf(days);
  return sql`
    select * from (
      select ${OCCUPIED} from reservations
      where ${whose(of)} and starts_at >= ${earliest} and starts_at < ${latest}
        and ends_at - starts_at <= interval '2 days' ${around(start)} and (expires_at is null or expires_at > okno_now())
      union all
      select ${OCCUPIED} from reservations
      where ${whose(of)} and ends_at > ${earliest} and starts_at < ${latest}
        and ends_at - starts_at > interval '2 days' and (expires_at is null or expires_at > okno_now())) occupied
    where seats_taken > 0`;
};

const marginsOf = ({ from, to }: Days) => ({
  earliest: sql`(${from}::date - 5)::timestamptz`,
  latest: sql`(${to}::date + 4)::timestamptz`,
});

/** What occupies the rooms of a service then; nothing is read where it has none. */
const ofRooms = (service_id: string, days: Days) => {
  const { earliest, latest } = marginsOf(days);
  return roomTime(idsOf(service_id), { from: earliest, to: latest });
};

type HourColumns = { readonly hours: Columns; readonly overrides: Columns };
type TimeColumns = HourColumns & { readonly reservations: Columns };

const hours = (of: Whose, days: Days) => sql`
  ${columns(HOURS, sql`select * from working_hours where ${whose(of)}`)} as hours,
  ${columns(
    OVERRIDE,
    sql`select * from overrides
      where ${whose(of)} and day between ${days.from}::date - 4 and ${days.to}::date + 4`,
  )} as overrides`;

const time = (of: Whose, days: Days) => sql`
  ${hours(of, days)}, ${columns(RESERVATION, reservations(of, days))} as reservations`;

const toHourRows = ({ hours, overrides }: HourColumns): HourRows => ({
  hours: toRows<HoursRow>(HOURS, hours),
  overrides: toRows<OverrideRow>(OVERRIDE, overrides),
});

const toTimeRows = ({ reservations, ...hours }: TimeColumns): TimeRows => ({
  ...toHourRows(hours),
  reservations: toRows<ReservationRow>(RESERVATION, reservations),
});

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
  sql<TimeColumns & { givers: Omit<GivenService, 'rooms'>[]; rooms: RoomOfService[] | null; room_time: Columns }>`
    select (select coalesce(json_agg(one), '[]') from (${givers(service_id, specialist_id, language)}) one) as givers,
      ${time({ service_id, specialist_id }, days)}, ${roomsOf(service_id, language)} as rooms,
      ${columns(ROOM_TIME, ofRooms(service_id, days))} as room_time`;

export type OfferRows = TimeRows & { readonly givers: GivenService[]; readonly room_time: RoomRow[] };

export const findOffer = async (tx: Tx, wanted: OfferOf, days: Days): Promise<OfferRows> => {
  const found = only(await tx.row(offer(wanted, days)));
  const rooms = activeOf(found.rooms);
  return {
    ...toTimeRows(found),
    givers: found.givers.map((giver) => ({ ...giver, rooms })),
    room_time: toRows<RoomRow>(ROOM_TIME, found.room_time),
  };
};

/** Asks ahead of time what `findOffer` is going to ask. */
export const foreseeOffer = (tx: Tx, wanted: OfferOf, days: Days): void => tx.foresee(offer(wanted, days));

/** Working and taken time of one specialist. */
export const findTime = async (tx: Tx, specialist_id: string, days: Days): Promise<TimeRows> =>
  toTimeRows(only(await tx.row(sql<TimeColumns>`select ${time({ service_id: null, specialist_id }, days)}`)));

/** When one specialist works, whatever takes that time. */
export const findHours = async (tx: Tx, specialist_id: string, days: Days): Promise<HourRows> =>
  toHourRows(only(await tx.row(sql<HourColumns>`select ${hours({ service_id: null, specialist_id }, days)}`)));

const only = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('a select without a table has exactly one row');
  return row;
};

/** Also one who is archived: what they have been booked for can still be seen. */
export const findSpecialist = (tx: Tx, id: string): Promise<{ id: string; time_zone: string } | undefined> =>
  tx.row(db.selectFrom('specialists').select(['id', 'time_zone']).where('id', '=', id));
