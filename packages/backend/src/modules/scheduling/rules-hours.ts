import { addDays } from '../../time.ts';
import { type DayOverride, mergeWindows, type WeeklyHours } from './rules.ts';
import type { DayRange } from './rules-offer.ts';
import type { Taking } from './rules-schedule.ts';
import { workingWindows } from './rules-windows.ts';

/**
 * What people are booked for on these local days and from `now` (ms) on, and what lies outside the working hours:
 * hours were changed after it was booked, and it stays (docs/rules.md#changing-hours).
 */
export const outsideHours = <T extends Taking>(
  time: { weekly: readonly WeeklyHours[]; overrides: readonly DayOverride[]; taken: readonly T[] },
  { zone, from_day, to_day }: DayRange,
  now: number,
): T[] => {
  const { weekly, overrides } = time;
  const around = { from_day: addDays(from_day, -1), to_day: addDays(to_day, 1) };
  const working = mergeWindows(workingWindows({ zone, weekly, overrides, ...around }));
  return time.taken
    .filter(({ kind, ends_at }) => (kind === 'booking' || kind === 'hold') && ends_at > now)
    .filter(({ starts_at, ends_at }) => !working.some(({ from, to }) => from <= starts_at && ends_at <= to))
    .toSorted((a, b) => a.starts_at - b.starts_at);
};
