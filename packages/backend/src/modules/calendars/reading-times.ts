import ICAL from 'ical.js';
import { DAY_MS, isZone, localToInstant, MINUTE_MS, startOfDay } from '../../time.ts';

/**
 * A time of a calendar file. `wall` is what the clock on the wall shows, in milliseconds as if it stood in Greenwich;
 * `toInstant` turns any other wall clock of the same zone into an instant (Unix milliseconds).
 */
export type WallTime = {
  readonly wall: number;
  /** A whole day of the calendar. */
  readonly is_date: boolean;
  readonly toInstant: (wall: number) => number;
};

export const instantOf = ({ wall, toInstant }: WallTime): number => toInstant(wall);

/** The fields of a date or time, whatever its zone. Throws RangeError for what is no time at all. */
export const wallOf = (time: ICAL.Time): number => {
  const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  if (!Number.isFinite(wall) || time.year < 1 || time.year > 9999) throw new RangeError('no time of our calendar');
  return wall;
};

const utc = (wall: number): number => wall;

const inZone =
  (zone: string) =>
  (wall: number): number => {
    const day = Math.floor(wall / DAY_MS);
    const minute = Math.floor((wall - day * DAY_MS) / MINUTE_MS);
    return localToInstant(zone, day, minute) + (wall - day * DAY_MS - minute * MINUTE_MS);
  };

/** A zone that the file itself describes. */
const inOwnZone =
  (zone: ICAL.Timezone) =>
  (wall: number): number => {
    const at = new Date(wall);
    const fields = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
    const clock = { hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
    return new ICAL.Time({ ...fields, ...clock, isDate: false }, zone).toUnixTime() * 1000;
  };

/** `/mozilla.org/20050126_1/Europe/Berlin` and the like: programs once put their own name before that of the zone. */
const zoneAtEnd = (tzid: string): string | undefined => {
  const parts = tzid.split('/');
  return [parts.slice(-2).join('/'), parts.slice(-3).join('/')].find(isZone);
};

/**
 * The zone of a name in a file. Names of the tz database count first, because their rules are kept up; then what the
 * file describes; a name that nobody knows means the specialist's own zone.
 */
const zoneNamed = (calendar: ICAL.Component, tzid: string, home: string): ((wall: number) => number) => {
  if (isZone(tzid)) return inZone(tzid);
  const tail = zoneAtEnd(tzid);
  if (tail !== undefined) return inZone(tail);
  const described = calendar.getAllSubcomponents('vtimezone').find((one) => one.getFirstPropertyValue('tzid') === tzid);
  if (described === undefined) return inZone(home);
  const location = described.getFirstPropertyValue('x-lic-location');
  if (typeof location === 'string' && isZone(location)) return inZone(location);
  return inOwnZone(new ICAL.Timezone({ component: described, tzid }));
};

/** Reads the times of one calendar; what names no zone, and whole days, are those of `home`. */
export type ReadTime = (property: ICAL.Property, time: ICAL.Time) => WallTime;

export const createReadTime = (calendar: ICAL.Component, home: string): ReadTime => {
  const zones = new Map<string, (wall: number) => number>();
  const startOfDate = (wall: number) => startOfDay(home, Math.floor(wall / DAY_MS));
  const zoneOf = (tzid: string) => {
    const known = zones.get(tzid) ?? zoneNamed(calendar, tzid, home);
    zones.set(tzid, known);
    return known;
  };
  return (property, time) => {
    const wall = wallOf(time);
    if (time.isDate) return { wall, is_date: true, toInstant: startOfDate };
    if (time.zone === ICAL.Timezone.utcTimezone) return { wall, is_date: false, toInstant: utc };
    const tzid = property.getFirstParameter('tzid');
    return { wall, is_date: false, toInstant: tzid ? zoneOf(tzid) : inZone(home) };
  };
};
