import { CLOSES, DAY_MS, DAYS, FROM, OPENS, SERVICE, TAKEN } from './month.ts';

const MINUTE_MS = 60_000;
const STEP_MS = SERVICE.step_minutes * MINUTE_MS;
const DURATION_MS = SERVICE.duration_minutes * MINUTE_MS;
const AFTER_MS = SERVICE.buffer_after_minutes * MINUTE_MS;

/**
 * What is left when there are no time zones, overrides, shifts over midnight or groups: one pass over the quarters
 * of each day beside one over the sorted bookings.
 */
export const bareMonth = (): readonly unknown[] => {
  const slots: { starts_at: number; ends_at: number }[] = [];
  const taken = TAKEN.toSorted((a, b) => a.starts_at - b.starts_at);
  let next = 0;
  for (let day = 0; day < DAYS; day += 1) {
    const closes = FROM + day * DAY_MS + CLOSES * MINUTE_MS;
    for (let at = FROM + day * DAY_MS + OPENS * MINUTE_MS; at + DURATION_MS <= closes; at += STEP_MS) {
      while ((taken[next]?.ends_at ?? at + 1) <= at) next += 1;
      if ((taken[next]?.starts_at ?? Number.POSITIVE_INFINITY) >= at + DURATION_MS + AFTER_MS)
        slots.push({ starts_at: at, ends_at: at + DURATION_MS });
    }
  }
  return slots;
};
