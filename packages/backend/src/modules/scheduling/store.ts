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

/** Local days, both included, and how they are meant. */
export type Days = AskedDays;

/**
 * Compared with a list, even of one: a plain equality would let the planner read a specialist's whole past through the
 * exclusion constraint's index, which looks as cheap to it as the index by start.
 */
export const among = (specialist_ids: Fragment): Fragment => sql`specialist_id = any(${specialist_ids}::uuid[])`;

export const whose = (of: Whose): Fragment =>
  'service_id' in of
    ? among(sql`array(select specialist_id from service_specialists where service_id = ${of.service_id})`)
    : among(sql`${of.specialist_ids}`);

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

/** Between which instants taken time is looked for: by its start, and by its end. */
export type Bounds = { readonly earliest: string; readonly latest: string; readonly ended_after: string };

/** The bounds of what reaches into a range (ms). What lasts longer than two days is not looked for by its start. */
export const boundsWithin = ({ from, to }: Window): Bounds => ({
  earliest: formatInstant(from - 2 * DAY_MS),
  latest: formatInstant(to),
  ended_after: formatInstant(from),
});

/**
 * The same for days of whoever it may be. The margins are those of the arithmetic: windows reach two days beyond the days
 * asked for, in zones that may be a day apart, and buffers and the longest service a day further.
 */
export const boundsOf = ({ from, to }: Days): Bounds =>
  boundsWithin({ from: dayToEpoch(addDays(from, -5)) * DAY_MS, to: dayToEpoch(addDays(to, 5)) * DAY_MS });

/**
 * What occupies these specialists: the only place that answers this. Expired holds occupy nothing. What lasts longer than
 * two days is found by its end. Only between two instants the comparison may use the index under row security.
 */
export const reservations = (
  whom: Fragment,
  { earliest, latest, ended_after }: Readonly<Record<keyof Bounds, Fragment>>,
): Fragment =>
  columns(
    RESERVATION,
    sql`
    select * from (
      select ${OCCUPIED} from reservations
      where ${whom} and starts_at >= ${earliest}::timestamptz and starts_at < ${latest}::timestamptz
        and ends_at - starts_at <= interval '2 days' and ends_at > ${ended_after}::timestamptz
        and (expires_at is null or expires_at > okno_now())
      union all
      select ${OCCUPIED} from reservations
      where ${whom} and ends_at > ${ended_after}::timestamptz and starts_at < ${latest}::timestamptz
        and ends_at - starts_at > interval '2 days' and (expires_at is null or expires_at > okno_now())) occupied
    where seats_taken > 0`,
  );

/** The bounds as values of a statement. */
export const boundValues = ({ earliest, latest, ended_after }: Bounds) => ({
  earliest: sql`${earliest}`,
  latest: sql`${latest}`,
  ended_after: sql`${ended_after}`,
});

export const toReservations = (values: Columns): ReservationRow[] => toRows<ReservationRow>(RESERVATION, values);

export type HourColumns = { readonly hours: Columns; readonly overrides: Columns };
type TimeColumns = HourColumns & { readonly reservations: Columns };

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
  const taken = reservations(whose(of), boundValues(boundsOf(days)));
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
