import { db, type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { addDays, DAY_MS, dayToEpoch, formatInstant } from '../../time.ts';
import type { Interval, Weekday, Window } from './rules.ts';
import type { AskedDays } from './rules-reach.ts';

/** Whose time is asked for: those who give a service, or these. */
export type Whose = { readonly service_id: string } | { readonly specialist_ids: readonly string[] };

export type HoursRow = Interval & {
  readonly specialist_id: string;
  readonly weekday: Weekday;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
};

export type OverrideRow = { readonly specialist_id: string; readonly day: string; readonly intervals: Interval[] };

/** Something that takes a specialist's time; instants in Unix milliseconds. */
export type ReservationRow = {
  readonly id: string;
  readonly specialist_id: string;
  readonly kind: 'booking' | 'hold' | 'break' | 'time_off' | 'busy';
  readonly starts_at: number;
  readonly ends_at: number;
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

/** Local days, both included, and how they are meant. */
export type Days = AskedDays;

/**
 * Compared with a list, even of one: a plain equality would let the planner read a specialist's whole past through the
 * exclusion constraint's index, which looks as cheap to it as the index by start.
 */
export const among = (specialist_ids: Fragment): Fragment => sql`specialist_id = any(${specialist_ids}::uuid[])`;

/** Their ids, as an array. */
export const specialistsOf = (of: Whose): Fragment =>
  'service_id' in of
    ? sql`array(select specialist_id from service_specialists where service_id = ${of.service_id})`
    : sql`${of.specialist_ids}`;

export const whose = (of: Whose): Fragment => among(specialistsOf(of));

/**
 * Many rows in one value, column by column: half the bytes of a list of objects, and half the work on either side.
 * `toRows` makes rows of it.
 */
export const columns = (names: readonly string[], rows: Fragment): Fragment => {
  const arrays = names.map((name) => `coalesce(array_agg(${name}), '{}')`);
  return sql`(select json_build_array(${sql.raw(arrays.join())}) from (${rows}) one)`;
};

export type Columns = readonly (readonly unknown[])[];

export const toRows = <R>(names: readonly (keyof R & string)[], values: Columns): R[] =>
  Array.from({ length: values[0]?.length ?? 0 }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (let column = 0; column < names.length; column++) row[names[column] ?? ''] = values[column]?.[index];
    return row as R;
  });

const HOURS = ['specialist_id', 'weekday', 'from_minute', 'to_minute', 'valid_from', 'valid_until'] as const;
const OVERRIDE = ['specialist_id', 'day', 'intervals'] as const;
/** The one that may be null comes last: `LINE` leaves it out. */
const RESERVATION = sql.raw(`id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes,
  seats, seats_taken, service_id`);
/** The same as one text; instants as seconds since 1970, which both sides read faster than a date. */
const LINE =
  sql.raw(`concat_ws('|', id, specialist_id, kind, date_part('epoch', starts_at), date_part('epoch', ends_at),
  buffer_before_minutes, buffer_after_minutes, seats, seats_taken, service_id)`);
// A seat of a group session that was held and not confirmed in time is free again, whoever has noticed it so far.
const WITH_FREED_SEATS =
  sql.raw(`id, specialist_id, kind, starts_at, ends_at, buffer_before_minutes, buffer_after_minutes,
  seats, case when seats = 1 then seats_taken else seats_taken - (
    select count(*)::int from bookings
    where reservation_id = standing.id and status = 'held' and held_until <= okno_now()) end as seats_taken, service_id`);

/** Instants: what is looked for ends after `from` and starts before `to`. */
export type Bounds = { readonly from: string; readonly to: string };

/** The bounds of what reaches into a range (ms). */
export const boundsWithin = ({ from, to }: Window): Bounds => ({ from: formatInstant(from), to: formatInstant(to) });

/**
 * The same for days of whoever it may be. The margins are those of the arithmetic: windows reach two days beyond the days
 * asked for, in zones that may be a day apart, and buffers and the longest service a day further.
 */
export const boundsOf = ({ from, to }: Days): Bounds =>
  boundsWithin({ from: dayToEpoch(addDays(from, -5)) * DAY_MS, to: dayToEpoch(addDays(to, 5)) * DAY_MS });

const STANDING = sql.raw('(expires_at is null or expires_at > okno_now())');

/**
 * What occupies these specialists, as lines for `toReservations`: the only place that answers this. Expired holds occupy
 * nothing. Since no two rows of one specialist overlap (`reservations_no_overlap`), only the last that starts before
 * `from` can reach beyond it, however long it is. Only between two instants the comparison may use the index under row
 * security.
 *
 * @param whom an array of their ids
 * @param groups whether seats of group sessions are counted that were held and are free again. Whoever leaves that out
 *   looks at the answer: it holds where nothing has more than one seat.
 */
export const reservations = (
  whom: Fragment,
  { from, to }: Readonly<Record<keyof Bounds, Fragment>>,
  { groups }: { groups: boolean },
): Fragment => {
  const standing = sql`
    select ${RESERVATION} from reservations
    where ${among(whom)} and starts_at >= ${from}::timestamptz and starts_at < ${to}::timestamptz and ${STANDING}
    union all
    select ${RESERVATION} from unnest(${whom}::uuid[]) as one(specialist), lateral (
      select * from reservations where specialist_id = one.specialist and starts_at < ${from}::timestamptz
      order by starts_at desc limit 1) before
    where ends_at > ${from}::timestamptz and ${STANDING}`;
  const occupied = groups ? sql`select ${WITH_FREED_SEATS} from (${standing}) standing` : standing;
  return sql`(select string_agg(${LINE}, ';') from (${occupied}) occupied where seats_taken > 0)`;
};

/** The bounds as values of a statement. */
export const boundValues = ({ from, to }: Bounds) => ({ from: sql`${from}`, to: sql`${to}` });

/** What `reservations` has told; null: nothing is taken. */
export type ReservationLines = string | null;

/** One text is the cheapest form on either side: neither a type for each column nor a name for each value. */
export const toReservations = (lines: ReservationLines): ReservationRow[] =>
  lines === null ? [] : lines.split(';').map(toReservation);

/** Seconds, down to the microsecond → ms. */
const toMs = (seconds: string): number => Math.round(Number(seconds) * 1000);

const toReservation = (line: string): ReservationRow => {
  const [
    id = '',
    specialist_id = '',
    kind,
    starts_at = '',
    ends_at = '',
    before,
    after,
    seats,
    seats_taken,
    service_id,
  ] = line.split('|');
  return {
    id,
    specialist_id,
    kind: kind as ReservationRow['kind'],
    starts_at: toMs(starts_at),
    ends_at: toMs(ends_at),
    buffer_before_minutes: Number(before),
    buffer_after_minutes: Number(after),
    service_id: service_id ?? null,
    seats: Number(seats),
    seats_taken: Number(seats_taken),
  };
};

export type HourColumns = { readonly hours: Columns; readonly overrides: Columns };
type TimeColumns = HourColumns & { readonly reservations: ReservationLines };

/** Weekly hours, and what replaces them on the days from `since` to `until`; null: for all time. */
export const hours = (of: Whose, { since, until }: { since: Fragment; until: string | null }): Fragment => sql`
  ${columns(HOURS, sql`select * from working_hours where ${whose(of)}`)} as hours,
  ${columns(
    OVERRIDE,
    sql`select * from overrides
      where ${whose(of)} and day >= ${since}::date ${until === null ? sql`` : sql`and day <= ${until}::date`}`,
  )} as overrides`;

const hoursOn = (of: Whose, { from, to }: Days) =>
  hours(of, { since: sql`${addDays(from, -OVERRIDE_REACH_DAYS)}`, until: addDays(to, OVERRIDE_REACH_DAYS) });

/** How far the overrides reach that may decide about a day: shifts before and after it, in zones a day apart. */
export const OVERRIDE_REACH_DAYS = 4;

export const toHourRows = ({ hours, overrides }: HourColumns): HourRows => ({
  hours: toRows<HoursRow>(HOURS, hours),
  overrides: toRows<OverrideRow>(OVERRIDE, overrides),
});

/** Working and taken time of one specialist. */
export const findTime = async (tx: Tx, specialist_id: string, days: Days): Promise<TimeRows> => {
  const of = { specialist_ids: [specialist_id] };
  const taken = reservations(specialistsOf(of), boundValues(boundsOf(days)), { groups: true });
  const found = only(await tx.row(sql<TimeColumns>`select ${hoursOn(of, days)}, ${taken} as reservations`));
  return { ...toHourRows(found), reservations: toReservations(found.reservations) };
};

/** When one specialist works, whatever takes that time. */
export const findHours = async (tx: Tx, specialist_id: string, days: Days): Promise<HourRows> =>
  toHourRows(only(await tx.row(sql<HourColumns>`select ${hoursOn({ specialist_ids: [specialist_id] }, days)}`)));

export const only = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('a select without a table has exactly one row');
  return row;
};

/** Also one who is archived: what they have been booked for can still be seen. */
export const findSpecialist = (tx: Tx, id: string): Promise<{ id: string; time_zone: string } | undefined> =>
  tx.row(db.selectFrom('specialists').select(['id', 'time_zone']).where('id', '=', id));
