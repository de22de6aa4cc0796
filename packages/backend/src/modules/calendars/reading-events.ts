import ICAL from 'ical.js';
import { DAY_MS } from '../../time.ts';
import { instantOf, type ReadTime, type WallTime, wallOf } from './reading-times.ts';
import type { Window } from './rules.ts';

/** How much may be counted out for one file before it is given up. */
export type Budget = { steps: number };

export class TooComplex extends Error {}

type Context = { readonly window: Window; readonly readTime: ReadTime; readonly budget: Budget };

/** Whole days by the calendar, the rest by the clock. */
type Length = { readonly days: number; readonly ms: number };

const ALL_DAY: Length = { days: 1, ms: 0 };
const NOTHING: Length = { days: 0, ms: 0 };

const timesOf = (event: ICAL.Component, name: string, readTime: ReadTime): WallTime[] =>
  event.getAllProperties(name).flatMap((property) =>
    property
      .getValues()
      .map((value) => (value instanceof ICAL.Period ? value.start : value))
      .filter((value) => value instanceof ICAL.Time)
      .map((time) => readTime(property, time)),
  );

const timeOf = (event: ICAL.Component, name: string, readTime: ReadTime): WallTime | undefined =>
  timesOf(event, name, readTime)[0];

const lengthOf = (event: ICAL.Component, start: WallTime, readTime: ReadTime): Length => {
  const end = timeOf(event, 'dtend', readTime);
  if (end !== undefined) {
    if (start.is_date) return { days: Math.round((end.wall - start.wall) / DAY_MS), ms: 0 };
    return { days: 0, ms: instantOf(end) - instantOf(start) };
  }
  const duration = event.getFirstPropertyValue('duration');
  if (!(duration instanceof ICAL.Duration)) return start.is_date ? ALL_DAY : NOTHING;
  const days = duration.weeks * 7 + duration.days;
  const ms = ((duration.hours * 60 + duration.minutes) * 60 + duration.seconds) * 1000;
  return duration.isNegative ? { days: -days, ms: -ms } : { days, ms };
};

const takes = (event: ICAL.Component): boolean => {
  const told = (name: string) => String(event.getFirstPropertyValue(name) ?? '').toUpperCase();
  return told('status') !== 'CANCELLED' && told('transp') !== 'TRANSPARENT';
};

const windowOf = ({ toInstant }: WallTime, wall: number, { days, ms }: Length): Window => ({
  from: toInstant(wall),
  to: toInstant(wall + days * DAY_MS) + ms,
});

/** Instants and, for whole days, days: what an exception or a changed occurrence points at. */
const pointersAt = (times: readonly WallTime[]) => {
  const instants = new Set(times.filter(({ is_date }) => !is_date).map(instantOf));
  const days = new Set(times.filter(({ is_date }) => is_date).map(({ wall }) => Math.floor(wall / DAY_MS)));
  return {
    has: (at: WallTime, wall: number) => instants.has(at.toInstant(wall)) || days.has(Math.floor(wall / DAY_MS)),
  };
};

const toTime = (wall: number, isDate: boolean): ICAL.Time => {
  const at = new Date(wall);
  const fields = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  const clock = { hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
  return new ICAL.Time({ ...fields, ...clock, isDate }, ICAL.Timezone.localTimezone);
};

/** The last instant at which a rule may still fire: its UNTIL may be an instant, a wall clock or a whole day. */
const lastOf = (until: ICAL.Time | null, start: WallTime): number => {
  if (until === null) return Number.POSITIVE_INFINITY;
  const wall = wallOf(until);
  if (until.isDate) return start.toInstant(wall + DAY_MS) - 1;
  return until.zone === ICAL.Timezone.utcTimezone ? wall : start.toInstant(wall);
};

const UNIT_DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7 };

/** A rule without a count that began long ago is counted out from shortly before the window. */
const nearStart = (rule: ICAL.Recur, start: WallTime, earliest: number): number => {
  const stride = (UNIT_DAYS[rule.freq] ?? 0) * rule.interval * DAY_MS;
  if (stride === 0 || rule.count !== null) return start.wall;
  return start.wall + Math.max(0, Math.floor((earliest - 8 * DAY_MS - start.wall) / stride)) * stride;
};

/**
 * The wall clocks at which a rule fires. The rule is counted out on the wall clock and each time turned into an
 * instant afterwards, so that a lesson stays at six through the year and a time in a gap moves and is not lost.
 */
const firings = (rule: ICAL.Recur, start: WallTime, earliest: number, { window, budget }: Context): number[] => {
  const last = lastOf(rule.until, start);
  const endless = rule.clone();
  endless.until = null;
  const iterator = endless.iterator(toTime(nearStart(endless, start, earliest), start.is_date));
  const found: number[] = [];
  for (let time = iterator.next(); time !== null && time !== undefined; time = iterator.next()) {
    budget.steps -= 1;
    if (budget.steps < 0) throw new TooComplex();
    const wall = wallOf(time);
    const at = start.toInstant(wall);
    if (at > last || at >= window.to) break;
    found.push(wall);
  }
  return found;
};

/** Occurrences that were moved or called off: alone, or with all that follow. */
type Change = { readonly at: WallTime; readonly event: ICAL.Component; readonly and_future: boolean };

const changesOf = (events: readonly ICAL.Component[], readTime: ReadTime): Change[] =>
  events.flatMap((event) => {
    const property = event.getFirstProperty('recurrence-id');
    const at = timeOf(event, 'recurrence-id', readTime);
    if (property === null || at === undefined) return [];
    return [{ at, event, and_future: property.getFirstParameter('range')?.toUpperCase() === 'THISANDFUTURE' }];
  });

const single = (event: ICAL.Component, readTime: ReadTime): Window => {
  const start = timeOf(event, 'dtstart', readTime);
  if (start === undefined) throw new RangeError('an event without a start');
  return windowOf(start, start.wall, lengthOf(event, start, readTime));
};

/** What follows a change that is meant for all later occurrences as well. */
const shifted = (from: number, { at, event }: Change, readTime: ReadTime): Window[] => {
  if (!takes(event)) return [];
  const changed = single(event, readTime);
  const start = from + changed.from - instantOf(at);
  return [{ from: start, to: start + changed.to - changed.from }];
};

/** The time that one event takes, with all its recurrences but those that are changed. */
const occurrences = (event: ICAL.Component, changes: readonly Change[], context: Context): Window[] => {
  const { readTime, window } = context;
  const start = timeOf(event, 'dtstart', readTime);
  if (start === undefined) throw new RangeError('an event without a start');
  const length = lengthOf(event, start, readTime);
  const earliest = window.from - length.days * DAY_MS - length.ms;
  const rules = event.getAllProperties('rrule').map((property) => property.getFirstValue());
  const walls = new Set([start.wall]);
  for (const rule of rules)
    if (rule instanceof ICAL.Recur) for (const wall of firings(rule, start, earliest, context)) walls.add(wall);
  const left_out = pointersAt([...timesOf(event, 'exdate', readTime), ...changes.map(({ at }) => at)]);
  const later = changes.filter(({ and_future }) => and_future).toSorted((a, b) => instantOf(b.at) - instantOf(a.at));
  const usual = [...walls].filter((wall) => !left_out.has(start, wall)).map((wall) => windowOf(start, wall, length));
  const added = timesOf(event, 'rdate', readTime)
    .filter((at) => !left_out.has(at, at.wall))
    .map((at) => windowOf(at, at.wall, length));
  return [...usual, ...added].flatMap((one) => {
    const change = later.find(({ at }) => instantOf(at) <= one.from);
    if (change !== undefined) return shifted(one.from, change, readTime);
    return takes(event) ? [one] : [];
  });
};

/**
 * The time that the events of one name (UID) take within the window: one event with its recurrences, and the
 * occurrences that were changed.
 * @throws RangeError for what makes no sense; TooComplex when counting out takes too long
 */
export const busyOf = (events: readonly ICAL.Component[], context: Context): Window[] => {
  const changes = changesOf(events, context.readTime);
  const changed = new Set(changes.map(({ event }) => event));
  const usual = events.filter((event) => !changed.has(event));
  const all = [
    ...usual.flatMap((event) => occurrences(event, changes, context)),
    ...changes.filter(({ event }) => takes(event)).map(({ event }) => single(event, context.readTime)),
  ];
  if (all.some(({ from, to }) => to < from)) throw new RangeError('an event that ends before it begins');
  return all.filter(({ from, to }) => from < to && to > context.window.from && from < context.window.to);
};
