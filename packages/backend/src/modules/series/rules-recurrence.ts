import { RRuleTemporal } from 'rrule-temporal';
import { checkZone, DAY_MS, localToInstant, MINUTE_MS, offsetAt } from '../../time.ts';
import { parseRule, parseWall, type Rule } from './rules-rrule.ts';

/**
 * When a series takes place (docs/rules.md#series). The library counts on the wall clock alone, in UTC, where no time
 * is missing and none comes twice: in a zone of its own it would leave out what falls into a clock change. Each
 * wall-clock time then becomes an instant by time.ts, like every other time of the business.
 */

export type Recurrence = {
  readonly zone: string;
  /** The wall-clock time of DTSTART in ms, as if it were UTC. */
  readonly starts: number;
  readonly rule: Rule;
  /** Instants (ms) left out by EXDATE. */
  readonly excluded: ReadonlySet<number>;
};

export type RecurrenceInput = {
  readonly timezone: string;
  readonly starts_at_local: string;
  readonly rrule: string;
  readonly exdates: readonly string[];
};

/** The offending field, and its rule in words. */
export type Problem = { readonly field: string; readonly rule: string };

// The Gregorian calendar with its leap years repeats after 28 years, 40 over a century's end: what has not happened
// until then never does. It also bounds what a rule may cost: some 50 ms for the most unlucky one.
const SEARCH_YEARS = 50;
const YEAR_MS = 366 * DAY_MS;
// A daily rule is looked through day by day; leap years are at most 8 years apart.
const FIRST_DAILY_YEARS = 12;
// Days of the search, each looked at more than once: above what any rule needs, so that neither limit is ever met.
const WORK = { maxIterations: SEARCH_YEARS * 400, maxCandidateEvaluations: SEARCH_YEARS * 400 * 5 };
// Nobody books later, and no answer can tell it.
const END_OF_TIME = Date.UTC(2200, 0, 1);
// Clocks on earth are at most 14 hours from UTC, and Samoa once jumped over a day.
const MARGIN_MS = 2 * DAY_MS;

/** The recurrence that was asked for, or the first problem with it; one without a problem happens at least once. */
export const readRecurrence = (given: RecurrenceInput): Recurrence | Problem => {
  const problem = checkZone(given.timezone, 'timezone');
  if (problem !== null) return problem;
  const starts = parseWall(given.starts_at_local);
  if (starts === null)
    return { field: 'starts_at_local', rule: 'must be a local time such as 2026-03-02T18:00:00, without an offset' };
  const rule = parseRule(given.rrule);
  if ('fault' in rule) return { field: 'rrule', rule: rule.fault };
  const excluded = readExdates(given.exdates, given.timezone);
  if ('field' in excluded) return excluded;
  const recurrence = { zone: given.timezone, starts, rule, excluded };
  return checkHappens(recurrence) ?? recurrence;
};

const checkHappens = ({ zone, starts, rule }: Recurrence): Problem | null => {
  if (rule.until !== null && isAfterUntil(rule, { wall: starts, at: wallToInstant(zone, starts) }))
    return { field: 'rrule', rule: 'UNTIL must not be before starts_at_local' };
  const years = rule.freq === 'DAILY' ? FIRST_DAILY_YEARS : SEARCH_YEARS;
  const [first] = firstOccurrences({ zone, starts, rule, excluded: new Set() }, 1, years);
  return first === undefined ? { field: 'rrule', rule: `never happens within ${years} years` } : null;
};

/** EXDATEs as instants: `2026-03-09T18:00:00` in the zone, or with `Z` or an offset; the forms of iCalendar as well. */
const readExdates = (texts: readonly string[], zone: string): ReadonlySet<number> | Problem => {
  const excluded = new Set<number>();
  for (const [index, text] of texts.entries()) {
    const at = readExdate(text, zone);
    if (at === null)
      return { field: `exdates.${index}`, rule: 'must be a time such as 2026-03-09T18:00:00, local or with an offset' };
    excluded.add(at);
  }
  return excluded;
};

const readExdate = (text: string, zone: string): number | null => {
  const long = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/, '$1-$2-$3T$4:$5:$6$7');
  const [, local = '', offset] = /^([\d-]+T[\d:]+?)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/.exec(long) ?? [];
  const wall = parseWall(local);
  if (wall === null) return null;
  if (offset === undefined) return wallToInstant(zone, wall);
  if (offset === 'Z') return wall;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return wall - (offset.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
};

/** The instant (ms) at which clocks of the zone show a wall-clock time given in ms as if it were UTC. */
export const wallToInstant = (zone: string, wall: number): number => {
  const day = Math.floor(wall / DAY_MS);
  const minute = Math.floor((wall - day * DAY_MS) / MINUTE_MS);
  return localToInstant(zone, day, minute) + (wall - day * DAY_MS - minute * MINUTE_MS);
};

/** The first `limit` occurrences as instants (ms), ascending; fewer where the rule ends. */
export const firstOccurrences = (recurrence: Recurrence, limit: number, years = SEARCH_YEARS): number[] => {
  const found: number[] = [];
  const add = adding(recurrence, found);
  libraryRule(recurrence, years).all(({ epochMilliseconds }) => add(epochMilliseconds) && found.length < limit);
  return found.slice(0, limit).filter((at) => at < END_OF_TIME);
};

/** The occurrences from one instant (ms) to another, the latter not included; ascending. */
export const occurrencesBetween = (recurrence: Recurrence, from: number, to: number): number[] => {
  if (to <= from) return [];
  const found: number[] = [];
  const add = adding(recurrence, found);
  const near = [new Date(from - MARGIN_MS), new Date(to + MARGIN_MS)] as const;
  for (const { epochMilliseconds } of libraryRule(recurrence).between(...near, true)) add(epochMilliseconds);
  return found.filter((at) => at >= from && at < to);
};

/** How many times the rule has happened before an instant (ms), what EXDATE leaves out included: COUNT counts those. */
export const countBefore = (recurrence: Recurrence, instant: number): number =>
  firstOccurrences({ ...recurrence, excluded: new Set() }, recurrence.rule.count ?? 0).filter((at) => at < instant)
    .length;

/** Adds the instant of a wall-clock time unless it is left out or there already; false when the rule is over. */
const adding =
  ({ zone, rule, excluded }: Recurrence, found: number[]) =>
  (wall: number): boolean => {
    const at = wallToInstant(zone, wall);
    if (isAfterUntil(rule, { wall, at })) return false;
    // Where a whole day is missing, what was to happen on it meets what happens on the next.
    if (!excluded.has(at) && found.at(-1) !== at) found.push(at);
    return true;
  };

const isAfterUntil = ({ until }: Rule, { wall, at }: { wall: number; at: number }): boolean =>
  until !== null && (until.kind === 'instant' ? at : wall) > until.ms;

/** The rule on the wall clock alone, never without an end. */
const libraryRule = ({ starts, rule }: Recurrence, years = SEARCH_YEARS): RRuleTemporal => {
  const dtstart = Temporal.Instant.fromEpochMilliseconds(starts).toZonedDateTimeISO('UTC');
  const until = Math.min(
    starts + years * YEAR_MS,
    rule.until === null ? Number.POSITIVE_INFINITY : rule.until.ms + MARGIN_MS,
  );
  const parts = rule.text.split(';').filter((part) => !part.startsWith('UNTIL='));
  const rruleString = [...parts, `UNTIL=${new Date(until).toISOString().replace(/[-:]|\.\d+/g, '')}`].join(';');
  return new RRuleTemporal({ rruleString, dtstart, tzid: 'UTC', cache: false, ...WORK });
};

/** What clocks in the zone show at an instant, in ms as if it were UTC. */
export const instantToWall = (zone: string, at: number): number => at + offsetAt(zone, at);
