import { type Actions, type Booking, formatTime, localDay, type Output } from '@okno/contract';
import { dayNumber } from './days.ts';
import { hashOf } from './hash.ts';
import type { Service } from './memory.ts';
import type { Turn } from './turn.ts';
import { visitsBetween } from './visits.ts';

type Schedule = Output<Actions['scheduling.range']>;

/** Days off that somebody thinks about; instants in Unix milliseconds. */
export type Plan = {
  readonly specialist: string;
  readonly zone: string;
  readonly first: string;
  readonly last: string;
  /** When the days are taken off from now on, because they begin today: from when to when. Otherwise whole days. */
  readonly span: { readonly from: number; readonly to: number } | null;
  /** Only the rest of today. */
  readonly rest: boolean;
  /** Visits that cannot take place then, in order. */
  readonly touched: readonly Booking[];
  readonly schedule: Schedule['days'];
  /** All of these days have passed: the button is an old one. */
  readonly over: boolean;
};

export type Wanted = {
  readonly specialist: string;
  readonly first: string;
  /** null: the rest of the first, which is today. */
  readonly last: string | null;
  /** From when on today, as it was shown; null: as it is now. */
  readonly at: string | null;
};

const OPEN: readonly Booking['status'][] = ['held', 'pending_payment', 'confirmed'];
const MINUTE_MS = 60_000;

/** What some days off would mean (docs/rules.md#days-off-in-the-chat). */
export const planOff = async (turn: Turn, wanted: Wanted): Promise<Plan> => {
  const { specialist, first } = wanted;
  const last = wanted.last ?? first;
  const [{ time_zone: zone, days: schedule }, visits, catalogue] = await Promise.all([
    turn.ask('scheduling.range', { specialist_id: specialist, from: first, to: last }),
    visitsBetween(turn, specialist, { from: first, to: last }),
    turn.catalogue(),
  ]);
  const today = localDay(zone, turn.now);
  const isToday = first === today;
  const from = wanted.at === null ? freeFrom(turn.now, visits, catalogue.services) : Date.parse(wanted.at);
  const to = lastEnd(schedule, visits);
  const touched = visits
    .filter(({ status, ends_at }) => OPEN.includes(status) && (!isToday || Date.parse(ends_at) > from))
    .sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
  const span = isToday ? { from, to } : null;
  return { specialist, zone, first, last, span, rest: wanted.last === null, touched, schedule, over: last < today };
};

/** Now, or when the visit that is being given is over, with what it needs after it. Whole minutes. */
const freeFrom = (now: number, visits: readonly Booking[], services: readonly Service[]): number => {
  const begun = visits.filter(({ starts_at }) => Date.parse(starts_at) <= now);
  const ends = begun.map(({ ends_at, service }) => {
    const buffer = services.find(({ id }) => id === service.id)?.buffer_after_minutes ?? 0;
    return Date.parse(ends_at) + buffer * MINUTE_MS;
  });
  return Math.max(Math.floor(now / MINUTE_MS) * MINUTE_MS, ...ends);
};

/** When the last of these days is over: with the working hours, or with a visit that is later. */
const lastEnd = (schedule: Schedule['days'], visits: readonly Booking[]): number =>
  Math.max(
    ...schedule.flatMap(({ working }) => working.map(({ ends_at }) => Date.parse(ends_at))),
    ...visits.map(({ ends_at }) => Date.parse(ends_at)),
    Number.NEGATIVE_INFINITY,
  );

/** How many days these are. */
export const countDays = ({ first, last }: Pick<Plan, 'first' | 'last'>): number =>
  dayNumber(last) - dayNumber(first) + 1;

/** Whether there is any time to take off: working hours, or visits outside of them. */
export const isWorked = ({ schedule, span, touched, over }: Plan): boolean => {
  if (over) return false;
  return span === null ? touched.length > 0 || schedule.some(({ working }) => working.length > 0) : span.to > span.from;
};

/** What `scheduling.add_time_off` is told of it. */
export const absenceOf = ({ specialist, first, last, span }: Plan) =>
  span === null
    ? { id: specialist, first_day: first, last_day: last }
    : { id: specialist, starts_at: new Date(span.from).toISOString(), ends_at: new Date(span.to).toISOString() };

/** The hours that remain on each of these days that is worked: none, or on today those until now. */
export const remainingHours = ({ schedule, span, zone }: Plan) =>
  schedule
    .filter(({ working }) => working.length > 0)
    .map(({ date, working }) => ({
      date,
      intervals:
        span === null
          ? []
          : until(span.from, working).map(([from, to]) => ({ from: clock(zone, from), to: clock(zone, to) })),
    }));

type Hours = Pick<Plan, 'schedule' | 'span' | 'first'>;

/** The working hours of the days that are still to be closed: on today, of those that reach beyond its beginning. */
const openHours = ({ schedule, span, first }: Hours): string[][] =>
  schedule
    .filter(({ date, working }) =>
      span === null || date !== first
        ? working.length > 0
        : working.some(({ ends_at }) => Date.parse(ends_at) > span.from),
    )
    .map(({ date, working }) => [date, ...working.flatMap(({ starts_at, ends_at }) => [starts_at, ends_at])]);

/** Half of the digits that a button has for it. */
const HALF = 36 ** 3;
const halfOf = (hours: readonly string[][]): number => hashOf(JSON.stringify(hours)) % HALF;

/**
 * Stands in a button for the working hours of the days still to be closed; another's change of them gives another number.
 * The first of them is told apart from the others, because it may be closed without anybody having heard of it.
 */
export const hoursSeen = (hours: Hours): number => {
  const [first, ...others] = openHours(hours);
  return halfOf(first === undefined ? [] : [first]) * HALF + halfOf(others);
};

/** Whether these are the hours that were shown; the first of the days may be closed by now, when that was done and its answer lost. */
export const isAsSeen = (seen: number, hours: Hours): boolean =>
  seen === hoursSeen(hours) || seen % HALF === halfOf(openHours(hours));

const until = (end: number, working: Schedule['days'][number]['working']): [number, number][] =>
  working
    .map(({ starts_at, ends_at }): [number, number] => [Date.parse(starts_at), Math.min(Date.parse(ends_at), end)])
    .filter(([from, to]) => from < to);

/** Wall clock as the contract takes it; the English way of writing it is the same. */
const clock = (zone: string, at: number): string => formatTime('en', zone, at);
