import { type Actions, AppError, MAX_PERIOD_DAYS, type Output, type Parsed } from '@okno/contract';
import {
  addDays,
  daysBetween,
  dayToEpoch,
  epochToDay,
  instantToLocal,
  monthRange,
  startOfDay,
  weekdayOf,
} from '../../time.ts';

type Wanted = Pick<Parsed<Actions['analytics.summary']>, 'period' | 'from' | 'to'>;
export type Summary = Output<Actions['analytics.summary']>;

/** Local days, both included. */
type Days = { readonly from: string; readonly to: string };

/** Monday to Sunday. */
const weekOf = (day: string): Days => {
  const from = addDays(day, -((weekdayOf(dayToEpoch(day)) + 6) % 7));
  return { from, to: addDays(from, 6) };
};

const monthOf = (day: string): Days => monthRange(day.slice(0, 7));

const PERIODS: Readonly<Record<NonNullable<Wanted['period']>, (today: string) => Days>> = {
  this_week: weekOf,
  last_week: (today) => weekOf(addDays(today, -7)),
  this_month: monthOf,
  last_month: (today) => monthOf(addDays(monthOf(today).from, -1)),
};

/**
 * The days that are meant; `today` as the business's clocks show it (docs/rules.md#statistics).
 * @throws AppError `invalid_input` for days and a period at once, half a range, one that is turned around or too long.
 */
export const daysOf = ({ period, from, to }: Wanted, today: string): Days => {
  const refuse = (field: string, rule: string) => new AppError('invalid_input', { field, rule });
  if (from === undefined && to === undefined) return PERIODS[period ?? 'this_month'](today);
  if (period !== undefined) throw refuse('period', 'is too much beside from');
  if (from === undefined) throw refuse('from', 'is needed with to');
  if (to === undefined) throw refuse('to', 'is needed with from');
  const days = daysBetween(from, to) + 1;
  if (days < 1) throw refuse('to', 'must not be before from');
  if (days > MAX_PERIOD_DAYS) throw refuse('to', `at most ${MAX_PERIOD_DAYS} days at once`);
  return { from, to };
};

/** The local days as instants (ms), half-open. */
export const windowOf = (zone: string, { from, to }: Days): { from: number; to: number } => ({
  from: startOfDay(zone, dayToEpoch(from)),
  to: startOfDay(zone, dayToEpoch(to) + 1),
});

/** How many visits begin in a quarter of an hour; `quarter` counts them since 1970. No zone shows other quarters. */
export type Quarter = { readonly quarter: number; readonly bookings: number };

export const QUARTER_MS = 900_000;

/** Every day of the period with its number of visits. */
export const byDay = (zone: string, days: Days, quarters: readonly Quarter[]): Summary['days'] => {
  const counts = new Map<number, number>();
  for (const { quarter, bookings } of quarters) {
    const { day } = instantToLocal(zone, quarter * QUARTER_MS);
    counts.set(day, (counts.get(day) ?? 0) + bookings);
  }
  const first = dayToEpoch(days.from);
  return Array.from({ length: daysBetween(days.from, days.to) + 1 }, (_, index) => ({
    date: epochToDay(first + index),
    bookings: counts.get(first + index) ?? 0,
  }));
};

/** Hours of the week by how many visits begin in them. */
export const byHour = (zone: string, quarters: readonly Quarter[]): Summary['hours'] => {
  const counts = new Map<number, number>();
  for (const { quarter, bookings } of quarters) {
    const { day, minute } = instantToLocal(zone, quarter * QUARTER_MS);
    const key = weekdayOf(day) * 24 + Math.floor(minute / 60);
    counts.set(key, (counts.get(key) ?? 0) + bookings);
  }
  return [...counts]
    .map(([key, bookings]) => ({ weekday: Math.floor(key / 24), hour: key % 24, bookings }))
    .sort((a, b) => b.bookings - a.bookings || a.weekday - b.weekday || a.hour - b.hour);
};

/** The part of those whose time came that did not come themselves; null when nobody's time came. */
export const noShowRate = ({ completed = 0, no_show = 0 }: Partial<Summary['bookings']>): number | null =>
  completed + no_show === 0 ? null : no_show / (completed + no_show);
