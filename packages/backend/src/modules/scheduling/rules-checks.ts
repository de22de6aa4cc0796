import { dayToEpoch, isZone } from '../../time.ts';
import type { ServiceShape } from './rules.ts';

/** The offending field (a path such as `weekly.2.to_minute`), the broken rule, and the row it collides with. */
export type Problem = { field: string; rule: CheckRule; other?: string };
export type CheckRule =
  | 'unknown_zone'
  | 'not_a_day'
  | 'out_of_range'
  | 'end_before_start'
  | 'too_long'
  | 'overlaps'
  | 'duplicate'
  | 'not_multiple_of_5'
  | 'not_a_time'
  | 'not_an_instant';

const DAY_MINUTES = 1440;

/** A time zone's name, or the problem with it. */
export function checkZone(name: string, field = 'time_zone'): Problem | null {
  return isZone(name) ? null : { field, rule: 'unknown_zone' };
}

/** The first problem of a service's numbers: whole minutes; duration and step multiples of 5 from 5 min to 24 h. */
export function checkService(service: ServiceShape, field = 'service'): Problem | null {
  return (
    checkStep(service.duration_minutes, `${field}.duration_minutes`) ??
    checkStep(service.step_minutes, `${field}.step_minutes`) ??
    checkRange(service.buffer_before_minutes, [0, DAY_MINUTES], `${field}.buffer_before_minutes`) ??
    checkRange(service.buffer_after_minutes, [0, DAY_MINUTES], `${field}.buffer_after_minutes`) ??
    checkRange(service.min_notice_minutes, [0, 366 * DAY_MINUTES], `${field}.min_notice_minutes`) ??
    checkRange(service.capacity ?? 1, [1, 10_000], `${field}.capacity`) ??
    checkRange(service.horizon_days ?? 1, [0, 3660], `${field}.horizon_days`)
  );
}

/** Whether the text is a day of the calendar, `'2026-05-01'`. */
export function isDay(text: string): boolean {
  try {
    dayToEpoch(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkStep(minutes: number, field: string): Problem | null {
  const problem = checkRange(minutes, [5, DAY_MINUTES], field);
  if (problem !== null) return problem;
  return minutes % 5 === 0 ? null : { field, rule: 'not_multiple_of_5' };
}

/** A whole number within [min, max], or the problem with it. */
export function checkRange(value: number, [min, max]: [number, number], field: string): Problem | null {
  return Number.isInteger(value) && value >= min && value <= max ? null : { field, rule: 'out_of_range' };
}
