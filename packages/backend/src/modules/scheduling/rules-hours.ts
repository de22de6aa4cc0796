import { dayToEpoch, epochToDay, startOfDay } from '../../time.ts';
import { type DayOverride, mergeWindows, type WeeklyHours } from './rules.ts';
import type { DayRange } from './rules-offer.ts';
import type { Taking } from './rules-schedule.ts';
import { workingWindows } from './rules-windows.ts';

/**
 * What people are booked for from `now` (ms) on and lies outside the working hours, because they were changed after it
 * was booked (docs/rules.md#changing-hours). It begins on one of these local days, or on the day after them: a shift may
 * go on after midnight.
 */
export const outsideHours = <T extends Taking>(
  time: { weekly: readonly WeeklyHours[]; overrides: readonly DayOverride[]; taken: readonly T[] },
  { zone, from_day, to_day }: DayRange,
  now: number,
): T[] => {
  const { weekly, overrides } = time;
  const [first, last] = [dayToEpoch(from_day), dayToEpoch(to_day) + 1];
  const [from_ms, to_ms] = [Math.max(now, startOfDay(zone, first)), startOfDay(zone, last + 1)];
  const around = { from_day: epochToDay(first - 1), to_day: epochToDay(last + 1) };
  const working = mergeWindows(workingWindows({ zone, weekly, overrides, ...around }));
  return time.taken
    .filter(
      ({ kind, starts_at }) => (kind === 'booking' || kind === 'hold') && starts_at >= from_ms && starts_at < to_ms,
    )
    .filter(({ starts_at, ends_at }) => !working.some(({ from, to }) => from <= starts_at && ends_at <= to))
    .toSorted((a, b) => a.starts_at - b.starts_at);
};
