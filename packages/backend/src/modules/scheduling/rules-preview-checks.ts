import type { PreviewInput } from '@okno/contract';
import { checkZone, DAY_MS, MINUTE_MS } from '../../time.ts';
import { checkOverrides, checkWeekly, firstOf, type Problem } from './rules-checks.ts';

// A year and its borders: the longest horizon anybody plans by.
const LONGEST_WINDOW_MS = 400 * DAY_MS;

/** Staff times starts: a twentieth of a second of work, for anybody may ask. */
const MOST_STARTS = 60_000;
/** However far the starts lie apart, the hours of every day have to be laid out. */
const LONGEST_STEP_MINUTES = 60;
/** Weekdays with hours, over all staff: each is compared with its neighbours, and laid out where it holds. */
const MOST_WEEKDAYS = 3000;

type Staff = PreviewInput['staff'][number];
type Range = { readonly starts_at: string; readonly ends_at: string };

/** The first problem of a preview's values (its shape is the contract's business), or null: `preview` will not throw. */
export const checkPreview = ({ window, staff, service }: PreviewInput): Problem | null => {
  const length = Date.parse(window.to) - Date.parse(window.from);
  if (length < 0) return { field: 'window.to', rule: 'must not be before window.from' };
  if (length > LONGEST_WINDOW_MS) return { field: 'window.to', rule: 'must be within 400 days of window.from' };
  const step_ms = Math.min(service.step_minutes, LONGEST_STEP_MINUTES) * MINUTE_MS;
  if (staff.length * length > MOST_STARTS * step_ms)
    return { field: 'window', rule: 'is too much at once: take a shorter one, fewer staff or a longer step' };
  const weekdays = staff.flatMap(({ weekly }) => weekly).reduce((sum, { days }) => sum + days.length, 0);
  if (weekdays > MOST_WEEKDAYS)
    return { field: 'staff', rule: `must have at most ${MOST_WEEKDAYS} weekdays in their weeks altogether` };
  return firstOf(staff, (one, index) => checkStaff(one, `staff.${index}`));
};

const checkStaff = ({ time_zone, weekly, overrides, busy, bookings }: Staff, field: string): Problem | null =>
  checkZone(time_zone, `${field}.time_zone`) ??
  checkWeekly(weekly, `${field}.weekly`) ??
  checkOverrides(overrides, `${field}.overrides`) ??
  firstOf(busy, (row, index) => checkRange(row, `${field}.busy.${index}`)) ??
  firstOf(bookings, (row, index) => checkRange(row, `${field}.bookings.${index}`));

/** Both are in UTC and of one form but for the fraction, so they have to be read to be compared. */
const checkRange = ({ starts_at, ends_at }: Range, field: string): Problem | null =>
  Date.parse(ends_at) < Date.parse(starts_at)
    ? { field: `${field}.ends_at`, rule: 'must not be before starts_at' }
    : null;
