/** What the shapes of the contract cannot say: how the fields of one request go together. */
import type { ClockInterval, WeekRow } from '@okno/contract';
import { dayToEpoch, weekdayOf } from '../../time.ts';
import type { Interval } from './rules.ts';
import { toInterval, toWeeklyHours } from './rules-clock.ts';

/** The offending field (a path such as `weekly.2.to`), its rule in words, and the field it collides with. */
export type Problem = { readonly field: string; readonly rule: string; readonly other?: string };

/** A shift on a weekday, valid from one epoch day to another; `field` is where it stands in the request. */
type Placed = Interval & { field: string; weekday: number; first_day: number; last_day: number };

const DAY_MINUTES = 1440;

/**
 * The first problem of a week's hours: a shift without length, a validity that ends before it begins, or shifts that
 * overlap on some date, also over midnight and from Saturday to Sunday. Touching is allowed.
 */
export const checkWeekly = (weekly: readonly WeekRow[], field = 'weekly'): Problem | null => {
  const checked = firstOf(
    weekly,
    (row, index) => checkLength(row, `${field}.${index}`) ?? checkValidity(row, `${field}.${index}`),
  );
  return checked ?? firstOverlap(weekly.flatMap((row, index) => placed(row, `${field}.${index}`)));
};

/** The first problem of the hours of one date. */
export const checkIntervals = (intervals: readonly ClockInterval[], field = 'intervals'): Problem | null => {
  const checked = firstOf(intervals, (one, index) => checkLength(one, `${field}.${index}`));
  const always = { weekday: 0, first_day: Number.NEGATIVE_INFINITY, last_day: Number.POSITIVE_INFINITY };
  // A week later the same weekday comes again, so no more than one day's own intervals can meet here.
  return (
    checked ??
    firstOverlap(intervals.map((one, index) => ({ ...toInterval(one), ...always, field: `${field}.${index}` })))
  );
};

/** The first problem of date overrides: as `checkIntervals`, and a date that is given twice. */
export const checkOverrides = (
  overrides: readonly { readonly date: string; readonly intervals: readonly ClockInterval[] }[],
  field = 'overrides',
): Problem | null => {
  const seen = new Map<string, string>();
  return firstOf(overrides, ({ date, intervals }, index) => {
    const at = `${field}.${index}`;
    const other = seen.get(date);
    if (other !== undefined) return { field: `${at}.date`, rule: 'is given twice', other };
    seen.set(date, `${at}.date`);
    return checkIntervals(intervals, `${at}.intervals`);
  });
};

/** The first problem among rows, in their order. */
export const firstOf = <T>(rows: readonly T[], check: (row: T, index: number) => Problem | null): Problem | null => {
  for (const [index, row] of rows.entries()) {
    const problem = check(row, index);
    if (problem !== null) return problem;
  }
  return null;
};

const checkLength = ({ from, to }: ClockInterval, field: string): Problem | null =>
  from === to ? { field: `${field}.to`, rule: 'must not be the start itself' } : null;

const checkValidity = ({ valid_from, valid_until }: WeekRow, field: string): Problem | null =>
  valid_from !== null && valid_until !== null && valid_until < valid_from
    ? { field: `${field}.valid_until`, rule: 'must not be before valid_from' }
    : null;

const placed = (row: WeekRow, field: string): Placed[] =>
  toWeeklyHours(row).map((hours) => ({
    ...hours,
    field,
    first_day: row.valid_from === null ? Number.NEGATIVE_INFINITY : dayToEpoch(row.valid_from),
    last_day: row.valid_until === null ? Number.POSITIVE_INFINITY : dayToEpoch(row.valid_until),
  }));

const firstOverlap = (rows: readonly Placed[]): Problem | null => {
  // Only neighbours among the weekdays can meet, so a week of 50 rows takes at most some 26,000 comparisons; how many
  // weeks come at once is bounded by whoever takes more than one (`checkPreview`).
  const seen: Placed[][] = Array.from({ length: 7 }, () => []);
  for (const row of rows) {
    for (const days of [0, 6, 1]) {
      const near = seen[(row.weekday + days) % 7] ?? [];
      const other = near.find((earlier) => overlap(earlier, row) || overlap(row, earlier));
      if (other !== undefined) return { field: row.field, rule: `must not overlap ${other.field}`, other: other.field };
    }
    seen[row.weekday]?.push(row);
  }
  return null;
};

/** Whether some start of `later`, on the same date as a start of `earlier` or on the next, lies within it. */
const overlap = (earlier: Placed, later: Placed): boolean => {
  const days = (later.weekday - earlier.weekday + 7) % 7;
  if (days > 1) return false;
  const start = later.from_minute + days * DAY_MINUTES;
  return start >= earlier.from_minute && start < earlier.to_minute && shareDates(earlier, later, days);
};

/** Whether `earlier` is valid on some date of its weekday and `later` the given number of days after that date. */
const shareDates = (earlier: Placed, later: Placed, days: number): boolean => {
  const first = Math.max(earlier.first_day, later.first_day - days);
  const last = Math.min(earlier.last_day, later.last_day - days);
  if (first === Number.NEGATIVE_INFINITY) return true;
  return first + ((earlier.weekday - weekdayOf(first) + 7) % 7) <= last;
};
