import { addDays, daysBetween, dayToEpoch, epochToDay, startOfDay } from '../../time.ts';
import { clipWindows, type DayOverride, type WeeklyHours, type Window } from './rules.ts';
import type { DayRange } from './rules-offer.ts';
import { workingWindows } from './rules-windows.ts';

/** Taken time as a schedule shows it; instants are Unix milliseconds. */
export type Taking = {
  readonly starts_at: number;
  readonly ends_at: number;
  readonly kind: 'booking' | 'hold' | 'break' | 'time_off' | 'busy';
  readonly seats: number;
  readonly seats_taken: number;
};

export type ScheduleDay<T extends Taking = Taking> = {
  readonly date: string;
  readonly working: Window[];
  readonly taken: T[];
};

/**
 * What occupies one specialist, or a room, on each local day: working hours cut at midnight, and whatever takes a part of the
 * day, whole and in order; what crosses midnight is shown on both days.
 */
export const scheduleDays = <T extends Taking>(
  time: { weekly: readonly WeeklyHours[]; overrides: readonly DayOverride[]; taken: readonly T[] },
  range: DayRange,
): ScheduleDay<T>[] => {
  const windows = workingWindows({
    zone: range.zone,
    weekly: time.weekly,
    overrides: time.overrides,
    from_day: addDays(range.from_day, -1),
    to_day: range.to_day,
  });
  const taken = time.taken.toSorted((a, b) => a.starts_at - b.starts_at);
  const first = dayToEpoch(range.from_day);
  return Array.from({ length: daysBetween(range.from_day, range.to_day) + 1 }, (_, index) => {
    const from = startOfDay(range.zone, first + index);
    const to = startOfDay(range.zone, first + index + 1);
    return {
      date: epochToDay(first + index),
      working: clipWindows(windows, from, to),
      taken: taken.filter((one) => one.starts_at < to && one.ends_at > from),
    };
  });
};
