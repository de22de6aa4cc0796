import { freeSlots } from '../../packages/backend/src/modules/scheduling/rules-slots.ts';
import { workingWindows } from '../../packages/backend/src/modules/scheduling/rules-windows.ts';

export const ZONE = 'Europe/Paris';
/** The first day of a month of 31 days, far enough ahead that nothing of it is past. */
export const MONTH = '2027-05-01';
export const LAST_DAY = '2027-05-31';
/** Paris is two hours ahead of UTC in May. */
export const FROM = Date.UTC(2027, 3, 30, 22);
const MINUTE_MS = 60_000;
export const DAY_MS = 1440 * MINUTE_MS;
export const DAYS = 31;
export const [OPENS, CLOSES] = [9 * 60, 19 * 60];
export const SERVICE = {
  duration_minutes: 60,
  step_minutes: 15,
  buffer_before_minutes: 0,
  buffer_after_minutes: 10,
  min_notice_minutes: 60,
};

/** 150 bookings of 45 minutes: five on each of the first thirty days, at hours that differ from day to day. */
export const TAKEN = Array.from({ length: 150 }, (_, index) => {
  const day = Math.floor(index / 5);
  const minute = OPENS + (index % 5) * 115 + (day % 3) * 15;
  const starts_at = FROM + day * DAY_MS + minute * MINUTE_MS;
  return { starts_at, ends_at: starts_at + 45 * MINUTE_MS, buffer_before_minutes: 0, buffer_after_minutes: 0 };
});

const WEEKLY = ([0, 1, 2, 3, 4, 5, 6] as const).map((weekday) => ({
  weekday,
  from_minute: OPENS,
  to_minute: CLOSES,
}));

/** The product's arithmetic, from weekly hours to free starts. */
export const monthOfOne = (): readonly unknown[] => {
  const windows = workingWindows({ zone: ZONE, weekly: WEEKLY, overrides: [], from_day: MONTH, to_day: LAST_DAY });
  const range = { from: FROM, to: FROM + DAYS * DAY_MS, now: FROM - 30 * DAY_MS };
  return freeSlots({ zone: ZONE, windows, taken: TAKEN, service: SERVICE, ...range });
};
