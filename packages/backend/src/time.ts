/**
 * The only module that converts between instants and wall clocks (docs/rules.md#wall-clock).
 *
 * Instants are Unix milliseconds. A local day is `'2026-05-01'` at the borders and an epoch day (days since
 * 1970-01-01) inside. Offsets come from Temporal and are kept per zone in spans of about a year, so that a
 * conversion is a lookup and makes no Temporal object.
 */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A stretch of constant offset: [from, until), local time = instant + offset; all milliseconds. */
type Segment = { from: number; until: number; offset: number };
type Zone = { name: string; spans: Map<number, Segment[]>; last: Segment };
type LocalTime = { day: number; minute: number };

const SPAN_MS = 366 * DAY_MS;
const LAST_INSTANT_MS = 8_640_000_000_000_000;
// A lifetime of schedules; what walks further than this simply starts the zone's cache anew.
const MAX_SPANS = 100;

// Bounded by the tz database: only names that Temporal knows, in their one spelling, get in.
const zones = new Map<string, Zone>();
// Temporal would also read offsets ('+03:00') and whole timestamps with a zone in brackets.
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** Whether `name` is an IANA zone name in its usual spelling (`Europe/Paris`; aliases are fine, offsets are not). */
export function isZone(name: string): boolean {
  return findZone(name) !== undefined;
}

/** What is wrong with a time zone that stands in a field of a request, or null. */
export function checkZone(name: string, field: string): { field: string; rule: string } | null {
  return isZone(name) ? null : { field, rule: 'must be a time zone such as Europe/Berlin' };
}

/** Milliseconds to add to the instant `ms` to get the wall clock of `zone`. Throws RangeError for an unknown zone. */
export function offsetAt(zone: string, ms: number): number {
  return segmentAt(zoneOf(zone), ms).offset;
}

/**
 * The instant of a wall-clock time; Temporal's `compatible`: a time that does not exist moves forward by the
 * length of the gap, a time that exists twice means the first. `minute_of_day` from 1440 on is a time of the
 * following day. Throws RangeError for an unknown zone.
 */
export function localToInstant(zone: string, epochDay: number, minuteOfDay: number): number {
  const found = zoneOf(zone);
  const wall = epochDay * DAY_MS + minuteOfDay * MINUTE_MS;
  const { last } = found;
  const at = wall - last.offset;
  // Offsets differ by less than two days, so no earlier segment can show this wall clock, and the first one counts.
  if (at >= last.from + 2 * DAY_MS && at < last.until) return at;
  return wall - segmentOfWall(found, wall).offset;
}

/** The first instant of a local day; where midnight does not exist, the instant at which the clocks jumped over it. */
export function startOfDay(zone: string, epochDay: number): number {
  const wall = epochDay * DAY_MS;
  const segment = segmentOfWall(zoneOf(zone), wall);
  return Math.min(wall - segment.offset, segment.until);
}

/** The local epoch day and the whole minute of that day that clocks in `zone` show at the instant `ms`. */
export function instantToLocal(zone: string, ms: number): LocalTime {
  const wall = ms + offsetAt(zone, ms);
  const day = Math.floor(wall / DAY_MS);
  return { day, minute: Math.floor((wall - day * DAY_MS) / MINUTE_MS) };
}

/** The first instant at or after `ms` at which clocks in `zone` show a full multiple of `gridMinutes` of the hour. */
export function ceilToGrid(zone: string, ms: number, gridMinutes: number): number {
  const grid = gridMinutes * MINUTE_MS;
  const found = zoneOf(zone);
  let from = ms;
  for (;;) {
    const segment = segmentAt(found, from);
    const at = Math.ceil((from + segment.offset) / grid) * grid - segment.offset;
    if (at < segment.until) return at;
    // The clocks change before the grid is reached; after a 30-minute change it is another grid.
    from = segment.until;
  }
}

/** Days are read and written by the thousand, and most of them are those of the coming months. */
const KNOWN_DAYS = 4_096;
const epochOfDay = new Map<string, number>();
const dayOfEpoch = new Map<number, string>();

const know = <K, V>(known: Map<K, V>, key: K, value: V): V => {
  if (known.size >= KNOWN_DAYS) known.clear();
  known.set(key, value);
  return value;
};

/** `'2026-05-01'` → days since 1970-01-01. Throws RangeError unless it is a day of the calendar, years 0000–9999. */
export function dayToEpoch(day: string): number {
  const known = epochOfDay.get(day);
  if (known !== undefined) return known;
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (parts !== null) {
    const [, year, month, dayOfMonth] = parts;
    const epochDay = civilToEpoch(Number(year), Number(month), Number(dayOfMonth));
    const date = new Date(epochDay * DAY_MS);
    // The 31st of April is read as the 1st of May, and only what comes out again unchanged is a day.
    if (date.getUTCDate() === Number(dayOfMonth) && date.getUTCMonth() + 1 === Number(month))
      return know(epochOfDay, day, epochDay);
  }
  throw new RangeError(`not a day: ${JSON.stringify(day)}`);
}

/** Days since 1970-01-01 → `'2026-05-01'`. Throws RangeError outside the years 0000–9999. */
export function epochToDay(epochDay: number): string {
  const known = dayOfEpoch.get(epochDay);
  if (known !== undefined) return known;
  const text = new Date(epochDay * DAY_MS).toISOString();
  if (text.length !== 24) throw new RangeError(`not a day: ${epochDay}`);
  return know(dayOfEpoch, epochDay, text.slice(0, 10));
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(epochDay: number): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  // 1970-01-01 was a Thursday; the second remainder is for days before it.
  return ((((epochDay + 4) % 7) + 7) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

/** The day `days` after `day` (before it, when negative). Throws RangeError for what is not a day. */
export function addDays(day: string, days: number): string {
  return epochToDay(dayToEpoch(day) + days);
}

/** How many days later than `from` the day `to` is. Throws RangeError for what is not a day. */
export function daysBetween(from: string, to: string): number {
  return dayToEpoch(to) - dayToEpoch(from);
}

/** `'2026-05'` → its first and its last day. Throws RangeError for what is not a month. */
export function monthRange(month: string): { from: string; to: string } {
  const from = `${month}-01`;
  const first = new Date(dayToEpoch(from) * DAY_MS);
  return { from, to: epochToDay(civilToEpoch(first.getUTCFullYear(), first.getUTCMonth() + 2, 0)) };
}

/** `'2026-05-01T09:00:00Z'` (any offset, at most milliseconds count) → ms. Throws RangeError for what is no instant. */
export function parseInstant(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** `'00:00'` … `'23:59'`, by the minute of the day. */
const MINUTES: readonly string[] = Array.from(
  { length: DAY_MS / MINUTE_MS },
  (_, minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`,
);

/** ms → `'2026-05-01T09:00:00Z'`; the fraction appears only when there is one. */
export function formatInstant(ms: number): string {
  // Slots are written by the thousand, and this is several times quicker than a Temporal object for each.
  const day = Math.floor(ms / DAY_MS);
  const known = dayOfEpoch.get(day);
  if (known !== undefined && ms % MINUTE_MS === 0) return `${known}T${MINUTES[(ms - day * DAY_MS) / MINUTE_MS]}:00Z`;
  const text = new Date(ms).toISOString();
  if (text.length === 24) know(dayOfEpoch, day, text.slice(0, 10));
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function civilToEpoch(year: number, month: number, day: number): number {
  // Date.UTC reads the years 0–99 as 1900–1999; setUTCFullYear does not.
  return Math.round(new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS);
}

function zoneOf(name: string): Zone {
  const zone = findZone(name);
  if (zone === undefined) throw new RangeError(`unknown time zone: ${JSON.stringify(name)}`);
  return zone;
}

function findZone(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (!ZONE_NAME.test(name)) return undefined;
  try {
    if (Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== name) return undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const zone = { name, spans: new Map(), last: { from: 0, until: 0, offset: 0 } };
  zones.set(name, zone);
  return zone;
}

function segmentAt(zone: Zone, ms: number): Segment {
  const { last } = zone;
  if (ms >= last.from && ms < last.until) return last;
  const span = Math.floor(ms / SPAN_MS);
  const found = (zone.spans.get(span) ?? loadSpan(zone, span)).find((segment) => ms < segment.until);
  if (found === undefined) throw new RangeError(`not an instant: ${ms}`);
  zone.last = found;
  return found;
}

function loadSpan(zone: Zone, span: number): Segment[] {
  const segments: Segment[] = [];
  let from = Math.max(span * SPAN_MS, -LAST_INSTANT_MS);
  const end = Math.min((span + 1) * SPAN_MS, LAST_INSTANT_MS + 1);
  while (from < end) {
    const at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone.name);
    const until = Math.min(end, at.getTimeZoneTransition('next')?.epochMilliseconds ?? end);
    segments.push({ from, until, offset: at.offsetNanoseconds / 1_000_000 });
    from = until;
  }
  if (zone.spans.size >= MAX_SPANS) zone.spans.clear();
  zone.spans.set(span, segments);
  return segments;
}

/** The segment that gives a wall-clock time its instant: the first that shows it, or the one before its gap. */
function segmentOfWall(zone: Zone, wall: number): Segment {
  let segment = segmentAt(zone, wall - DAY_MS);
  while (wall - segment.offset >= segment.until) {
    const next = segmentAt(zone, segment.until);
    if (wall - next.offset < next.from) return segment;
    segment = next;
  }
  return segment;
}

/** A local time as spreadsheets read it: `2026-05-01 09:00`. */
export const formatLocal = (zone: string, instant: string): string => {
  const { day, minute } = instantToLocal(zone, Date.parse(instant));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${epochToDay(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
};
