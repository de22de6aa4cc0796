import { dayToEpoch, weekdayOf } from '../../time.ts';
import type { DayOverride, Interval, WeeklyHours } from './rules.ts';
import { checkRange, isDay, type Problem } from './rules-checks.ts';

type Placed = Interval & { field: string; weekday: number; first_day: number; last_day: number };

const DAY_MINUTES = 1440;

/**
 * The first problem of a week's hours: a bad number or day, an end before the start, a shift longer than 24 h, or
 * shifts that overlap on some date, also over midnight and from Saturday to Sunday. Touching is allowed.
 */
export function checkWeekly(weekly: readonly WeeklyHours[], field = 'weekly'): Problem | null {
  for (const [index, row] of weekly.entries()) {
    const problem = checkHours(row, `${field}.${index}`);
    if (problem !== null) return problem;
  }
  return firstOverlap(weekly.map((row, index) => placed(row, `${field}.${index}`)));
}

/** The first problem of date overrides: as `checkWeekly`, and a date given twice. No intervals means closed. */
export function checkOverrides(overrides: readonly DayOverride[], field = 'overrides'): Problem | null {
  const seen = new Map<string, string>();
  for (const [index, { day, intervals }] of overrides.entries()) {
    const at = `${field}.${index}`;
    const other = seen.get(day);
    if (!isDay(day)) return { field: `${at}.day`, rule: 'not_a_day' };
    if (other !== undefined) return { field: `${at}.day`, rule: 'duplicate', other };
    seen.set(day, `${at}.day`);
    const weekday = weekdayOf(dayToEpoch(day));
    const problem = checkWeekly(
      intervals.map((interval) => ({ ...interval, weekday, valid_from: day, valid_until: day })),
      `${at}.intervals`,
    );
    if (problem !== null) return problem;
  }
  return null;
}

function checkHours(row: WeeklyHours, field: string): Problem | null {
  const problem =
    checkRange(row.weekday, [0, 6], `${field}.weekday`) ??
    checkRange(row.from_minute, [0, DAY_MINUTES - 1], `${field}.from_minute`) ??
    checkRange(row.to_minute, [0, 2 * DAY_MINUTES], `${field}.to_minute`) ??
    checkValidity(row, field);
  if (problem !== null) return problem;
  if (row.to_minute <= row.from_minute) return { field: `${field}.to_minute`, rule: 'end_before_start' };
  if (row.to_minute - row.from_minute > DAY_MINUTES) return { field: `${field}.to_minute`, rule: 'too_long' };
  return null;
}

function checkValidity({ valid_from, valid_until }: WeeklyHours, field: string): Problem | null {
  if (typeof valid_from === 'string' && !isDay(valid_from)) return { field: `${field}.valid_from`, rule: 'not_a_day' };
  if (typeof valid_until !== 'string') return null;
  if (!isDay(valid_until)) return { field: `${field}.valid_until`, rule: 'not_a_day' };
  const turned = typeof valid_from === 'string' && valid_until < valid_from;
  return turned ? { field: `${field}.valid_until`, rule: 'end_before_start' } : null;
}

function placed({ weekday, from_minute, to_minute, valid_from, valid_until }: WeeklyHours, field: string): Placed {
  const first_day = typeof valid_from === 'string' ? dayToEpoch(valid_from) : Number.NEGATIVE_INFINITY;
  const last_day = typeof valid_until === 'string' ? dayToEpoch(valid_until) : Number.POSITIVE_INFINITY;
  return { field, weekday, from_minute, to_minute, first_day, last_day };
}

function firstOverlap(rows: readonly Placed[]): Problem | null {
  for (const [index, row] of rows.entries()) {
    const other = rows.slice(0, index).find((earlier) => overlap(earlier, row) || overlap(row, earlier));
    if (other !== undefined) return { field: row.field, rule: 'overlaps', other: other.field };
  }
  return null;
}

/** Whether some start of `later`, on the same date as a start of `earlier` or on the next, lies within it. */
function overlap(earlier: Placed, later: Placed): boolean {
  return [0, 1].some((days) => {
    const start = later.from_minute + days * DAY_MINUTES;
    return (
      (later.weekday - earlier.weekday - days) % 7 === 0 &&
      start >= earlier.from_minute &&
      start < earlier.to_minute &&
      shareDates(earlier, later, days)
    );
  });
}

/** Whether `earlier` is valid on some date of its weekday and `later` the given number of days after that date. */
function shareDates(earlier: Placed, later: Placed, days: number): boolean {
  const first = Math.max(earlier.first_day, later.first_day - days);
  const last = Math.min(earlier.last_day, later.last_day - days);
  if (first === Number.NEGATIVE_INFINITY) return true;
  return first + ((earlier.weekday - weekdayOf(first) + 7) % 7) <= last;
}
