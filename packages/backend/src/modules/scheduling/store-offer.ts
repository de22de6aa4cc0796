/** What the free time of a service is computed from: what changes seldom is kept, what is taken is always asked for. */
import { createBoundedMap, type Language } from '@okno/contract';
import { type Fragment, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { addDays } from '../../time.ts';
import { reachOf, type Shift } from './rules-reach.ts';
import {
  type Bounds,
  boundsOf,
  boundsWithin,
  boundValues,
  type Columns,
  columns,
  type Days,
  type HourColumns,
  type HourRows,
  hours,
  OVERRIDE_REACH_DAYS,
  only,
  type ReservationLines,
  type ReservationRow,
  reservations,
  specialistsOf,
  toHourRows,
  toReservations,
  toRows,
} from './store.ts';
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

/** Which service in whose words, and by whom: null for anybody who gives it. */
export type OfferOf = {
  readonly service_id: string;
  readonly specialist_id: string | null;
  readonly language: Language;
};

/** Somebody who gives the service, and when they work. */
export type Giver = HourRows & { readonly given: GivenService };

/** Those who give a service, in their order, with the time they work and what takes it. */
export type OfferRows = {
  readonly givers: readonly Giver[];
  readonly reservations: ReservationRow[];
  readonly room_time: RoomRow[];
};

/** Everybody who gives a service, in their order, as of one version of the business's offer. */
type Timetable = {
  readonly version: string;
  /** The first day whose overrides are known. */
  readonly since: string;
  readonly givers: readonly Giver[];
  /** Whether anybody who gives it was seen to have group sessions: then their seats are looked after as well. */
  groups: boolean;
  /** How far days reach that were asked about last: they are asked about twice, ahead of time and when it is time. */
  reach: { readonly asked: string; readonly bounds: Bounds } | null;
};

/** As many services in as many languages as one process keeps the timetables of. */
const KEPT = 5_000;

/**
 * Timetables as they were read last. They are used only when the statement that reads what is taken finds the version
 * unchanged (migration 0050): so they are never older than an answer straight from the tables would be.
 */
const timetables = createBoundedMap<Timetable>(KEPT);

const keyOf = ({ service_id, language }: OfferOf): string => `${service_id} ${language}`;

const findTimetable = (wanted: OfferOf, { from }: Days): Timetable | undefined => {
  const kept = timetables.get(keyOf(wanted));
  return kept !== undefined && kept.since <= addDays(from, -OVERRIDE_REACH_DAYS) ? kept : undefined;
};

const VERSION = sql.raw('(select version from offer_versions) as version');

type Taken = { readonly version: string | null; readonly reservations: ReservationLines; readonly room_time?: Columns };
type Asked = Bounds & { readonly specialist_ids: readonly string[]; readonly room_ids?: readonly string[] };

const taken = (value: (name: keyof Asked) => Fragment, groups: boolean) => {
  const bounds = { from: value('from'), to: value('to') };
  return sql`${VERSION}, ${reservations(value('specialist_ids'), bounds, { groups })} as reservations`;
};
const takenWithRooms = (value: (name: keyof Asked) => Fragment, groups: boolean) => {
  const time = roomTime(sql`${value('room_ids')}::uuid[]`, roomBounds({ from: value('from'), to: value('to') }));
  return sql`${taken(value, groups)}, ${columnsOfRooms(time)} as room_time`;
};
const TAKEN = prepared<Asked, Taken>((value) => sql`select ${taken(value, false)}`);
const TAKEN_OF_GROUPS = prepared<Asked, Taken>((value) => sql`select ${taken(value, true)}`);
const TAKEN_WITH_ROOMS = prepared<Asked, Taken>((value) => sql`select ${takenWithRooms(value, false)}`);
const TAKEN_OF_GROUPS_WITH_ROOMS = prepared<Asked, Taken>((value) => sql`select ${takenWithRooms(value, true)}`);

/** No visit lasts longer than a day, and so none starts more than two days before it ends. */
const roomBounds = ({ from, to }: Readonly<Record<keyof Bounds, Fragment>>) => ({
  from: sql`${from}::timestamptz - interval '2 days'`,
  to: sql`${to}::timestamptz`,
});

const namedAmong = (givers: readonly Giver[], specialist_id: string | null): readonly Giver[] =>
  specialist_id === null ? givers : givers.filter(({ given }) => given.specialist_id === specialist_id);

const toShift = ({ given, hours, overrides }: Giver): Shift => ({
  zone: given.time_zone,
  weekly: hours,
  overrides,
  service: given,
});

const boundsIn = (kept: Timetable, named: readonly Giver[], { specialist_id }: OfferOf, days: Days): Bounds => {
  const { from, to, own = false, start = '' } = days;
  const asked = `${specialist_id} ${from} ${to} ${own} ${start}`;
  if (kept.reach?.asked !== asked) kept.reach = { asked, bounds: boundsWithin(reachOf(named.map(toShift), days)) };
  return kept.reach.bounds;
};

/** What takes the time of those who are known to give the service, and whether it is still they. */
const takenOf = (kept: Timetable, wanted: OfferOf, days: Days) => {
  const named = namedAmong(kept.givers, wanted.specialist_id);
  const specialist_ids = named.map(({ given }) => given.specialist_id);
  const asked = { ...boundsIn(kept, named, wanted, days), specialist_ids };
  const rooms = kept.givers[0]?.given.rooms ?? null;
  if (rooms === null) return kept.groups ? TAKEN_OF_GROUPS(asked) : TAKEN(asked);
  const with_rooms = { ...asked, room_ids: rooms.map(({ id }) => id) };
  return kept.groups ? TAKEN_OF_GROUPS_WITH_ROOMS(with_rooms) : TAKEN_WITH_ROOMS(with_rooms);
};

/** The specialists who give the service, in their order; none when there is no such service or nobody gives it. */
const givers = (service_id: string, language: Language) => sql`
  select given.specialist_id, coalesce(services.translations -> ${language} ->> 'name', services.name) as service_name,
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name) as specialist_name, specialists.time_zone, services.id,
    coalesce(given.duration_minutes, services.duration_minutes) as duration_minutes, step_minutes,
    buffer_before_minutes, buffer_after_minutes, min_notice_minutes, horizon_days, capacity, packed,
    coalesce(given.price_minor, services.price_minor) as price_minor, currency
  from service_specialists given
    join services on services.id = given.service_id and services.active
    join specialists on specialists.id = given.specialist_id and specialists.active
  where given.service_id = ${service_id}
  order by specialists.position, given.specialist_id`;

const columnsOfRooms = (time: Fragment) => columns(ROOM_TIME, time);

type Whole = HourColumns & {
  readonly version: string | null;
  readonly since: string;
  readonly givers: Omit<GivenService, 'rooms'>[];
  readonly rooms: RoomOfService[] | null;
  readonly reservations: ReservationLines;
  readonly room_time: Columns;
};

/** Everything in one statement: the overrides from ten days ago on, or from further back when the days lie there. */
const whole = ({ service_id, specialist_id, language }: OfferOf, days: Days) => {
  const bounds = boundValues(boundsOf(days));
  const since = sql`least(${addDays(days.from, -OVERRIDE_REACH_DAYS)}::date, okno_now()::date - 10)`;
  const whom = specialistsOf(specialist_id === null ? { service_id } : { specialist_ids: [specialist_id] });
  const of_rooms = roomTime(idsOf(service_id), roomBounds(bounds));
  return sql<Whole>`
    select ${VERSION}, ${since} as since,
      (select coalesce(json_agg(one), '[]') from (${givers(service_id, language)}) one) as givers,
      ${hours({ service_id }, { since, until: null })}, ${roomsOf(service_id, language)} as rooms,
      ${reservations(whom, bounds, { groups: true })} as reservations, ${columnsOfRooms(of_rooms)} as room_time`;
};

const toGivers = (found: Whole): Giver[] => {
  const rooms = activeOf(found.rooms);
  const { hours, overrides } = toHourRows(found);
  const of = ({ specialist_id }: { specialist_id: string }) => specialist_id;
  // Sorted out once: looking through everything for each of a hundred specialists takes longer than the arithmetic.
  const [hoursOf, overridesOf] = [Map.groupBy(hours, of), Map.groupBy(overrides, of)];
  return found.givers.map((given) => ({
    given: { ...given, rooms },
    hours: hoursOf.get(given.specialist_id) ?? [],
    overrides: overridesOf.get(given.specialist_id) ?? [],
  }));
};

const toOffer = (
  everybody: readonly Giver[],
  { specialist_id }: OfferOf,
  { reservations, room_time }: Omit<Taken, 'version'>,
): OfferRows => ({
  givers: namedAmong(everybody, specialist_id),
  reservations: toReservations(reservations),
  room_time: room_time === undefined ? [] : toRows<RoomRow>(ROOM_TIME, room_time),
});

/** Who gives a service, when they work and what takes their time around some days; nobody, when it is not given. */
export const findOffer = async (tx: Tx, wanted: OfferOf, days: Days): Promise<OfferRows> => {
  const kept = findTimetable(wanted, days);
  if (kept !== undefined) {
    const known = await offerOf(tx, kept, wanted, days);
    if (known !== null) return known;
  }
  const found = only(await tx.row(whole(wanted, days)));
  const { version, since } = found;
  const everybody = toGivers(found);
  // What nobody gives is not kept: there is no end to services that do not exist.
  if (version !== null && everybody.length > 0)
    timetables.set(keyOf(wanted), { version, since, givers: everybody, groups: false, reach: null });
  return toOffer(everybody, wanted, found);
};

/** Null: the timetable is that of another version. */
const offerOf = async (tx: Tx, kept: Timetable, wanted: OfferOf, days: Days): Promise<OfferRows | null> => {
  const { groups } = kept;
  const { version, ...time } = only(await tx.row(takenOf(kept, wanted, days)));
  if (version !== kept.version) return null;
  const offer = toOffer(kept.givers, wanted, time);
  if (groups || offer.reservations.every(({ seats }) => seats === 1)) return offer;
  // Only where there are group sessions their seats have to be asked for.
  kept.groups = true;
  return offerOf(tx, kept, wanted, days);
};

/** Asks ahead of time what `findOffer` is going to ask. */
export const foreseeOffer = (tx: Tx, wanted: OfferOf, days: Days): void => {
  const kept = findTimetable(wanted, days);
  tx.foresee(kept === undefined ? whole(wanted, days) : takenOf(kept, wanted, days));
};
