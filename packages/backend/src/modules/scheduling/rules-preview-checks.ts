import { DAY_MS, parseInstant } from '../../time.ts';
import { checkRange, checkService, checkZone, isDay, type Problem } from './rules-checks.ts';
import { type ClockInterval, clockToMinute, type PreviewInput, type PreviewStaff } from './rules-preview.ts';

// A year and its borders: the longest horizon anybody plans by, and still a few milliseconds of work.
const LONGEST_WINDOW_MS = 400 * DAY_MS;
// Well within the years 0000–9999, so that the days around can be written as well.
const EARLIEST_MS = -62e12;
const LATEST_MS = 250e12;

type Range = { from: string; to: string };

/** The first problem of a preview's values (its shape is the contract's business), or null: `preview` will not throw. */
export function checkPreview(input: PreviewInput): Problem | null {
  return (
    checkInstant(input.now, 'now') ??
    checkRangeOf(input.window, ['window.from', 'window.to']) ??
    checkWindowLength(input.window) ??
    checkService(input.service) ??
    firstOf(input.staff, (staff, index) => checkStaff(staff, `staff.${index}`))
  );
}

function checkStaff(staff: PreviewStaff, field: string): Problem | null {
  return (
    checkZone(staff.time_zone, `${field}.time_zone`) ??
    firstOf(staff.weekly, (row, index) => checkWeeklyRow(row, `${field}.weekly.${index}`)) ??
    firstOf(staff.overrides ?? [], (row, index) => checkOverride(row, `${field}.overrides.${index}`)) ??
    firstOf(staff.busy ?? [], (row, index) => checkTaken(row, `${field}.busy.${index}`)) ??
    firstOf(staff.bookings ?? [], (row, index) => checkTaken(row, `${field}.bookings.${index}`))
  );
}

function checkWeeklyRow(row: PreviewStaff['weekly'][number], field: string): Problem | null {
  return firstOf(row.days, (day, index) => checkRange(day, [0, 6], `${field}.days.${index}`)) ?? checkClock(row, field);
}

function checkOverride(row: NonNullable<PreviewStaff['overrides']>[number], field: string): Problem | null {
  if (!isDay(row.date)) return { field: `${field}.date`, rule: 'not_a_day' };
  return firstOf(row.intervals, (interval, index) => checkClock(interval, `${field}.intervals.${index}`));
}

function checkTaken(row: NonNullable<PreviewStaff['bookings']>[number], field: string): Problem | null {
  return (
    checkRangeOf({ from: row.starts_at, to: row.ends_at }, [`${field}.starts_at`, `${field}.ends_at`]) ??
    checkRange(row.buffer_before_minutes ?? 0, [0, 1440], `${field}.buffer_before_minutes`) ??
    checkRange(row.buffer_after_minutes ?? 0, [0, 1440], `${field}.buffer_after_minutes`)
  );
}

function checkClock({ from, to }: ClockInterval, field: string): Problem | null {
  if (clockToMinute(from) === undefined || from === '24:00') return { field: `${field}.from`, rule: 'not_a_time' };
  if (clockToMinute(to) === undefined) return { field: `${field}.to`, rule: 'not_a_time' };
  return from === to ? { field: `${field}.to`, rule: 'end_before_start' } : null;
}

function checkRangeOf({ from, to }: Range, [fromField, toField]: [string, string]): Problem | null {
  const problem = checkInstant(from, fromField) ?? checkInstant(to, toField);
  if (problem !== null) return problem;
  return parseInstant(to) < parseInstant(from) ? { field: toField, rule: 'end_before_start' } : null;
}

function checkWindowLength({ from, to }: Range): Problem | null {
  return parseInstant(to) - parseInstant(from) > LONGEST_WINDOW_MS ? { field: 'window.to', rule: 'too_long' } : null;
}

function checkInstant(text: string, field: string): Problem | null {
  try {
    const ms = parseInstant(text);
    return ms > EARLIEST_MS && ms < LATEST_MS ? null : { field, rule: 'out_of_range' };
  } catch (error) {
    if (error instanceof RangeError) return { field, rule: 'not_an_instant' };
    throw error;
  }
}

function firstOf<T>(rows: readonly T[], check: (row: T, index: number) => Problem | null): Problem | null {
  for (const [index, row] of rows.entries()) {
    const problem = check(row, index);
    if (problem !== null) return problem;
  }
  return null;
}
