import { addDays, DAY_MS, dayToEpoch, epochToDay, instantToLocal, MINUTE_MS, startOfDay } from '../../time.ts';
import { mergeWindows, type Window } from './rules.ts';
import type { Staffer } from './rules-offer.ts';
import { workingWindows } from './rules-windows.ts';

/** One specialist as far as it is known before anything is read of what takes their time. */
export type Shift = Pick<Staffer, 'zone' | 'weekly' | 'overrides' | 'service'>;

/**
 * Local days, both included: of the zone of the first of the staff (`own`), or of any zone. `start`, an instant, when only
 * this one start on them is asked about.
 */
export type AskedDays = {
  readonly from: string;
  readonly to: string;
  readonly own?: boolean;
  readonly start?: string;
};

/** No service keeps more time free before or after a visit, and nothing that takes time does. */
const LONGEST_BUFFER_MS = 720 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** When days begin and end somewhere on earth, seen from UTC. */
const FIRST_MORNING_MS = -14 * HOUR_MS;
const LAST_NIGHT_MS = 12 * HOUR_MS;
/** Of more days than these nearly everything between them matters anyway. */
const FEW_DAYS_MS = 4 * DAY_MS;
/** Working time reaches two days beyond a day, and its buffers one. */
const FAR_MS = 3 * DAY_MS;

/**
 * What may decide about these days (ms): nothing that ends at `from` or before, or starts at `to` or after, changes any
 * start that the staff offers on them, their marks, or what is told of a start outside the hours. All of a working time
 * counts that reaches into the days, because its first free piece begins the grid.
 */
export const reachOf = (staff: readonly Shift[], days: AskedDays): Window => {
  const asked = askedRange(staff, days);
  if (asked.to - asked.from > FEW_DAYS_MS) return { from: asked.from - FAR_MS, to: asked.to + FAR_MS };
  const reaches = staff.map((shift) => withBuffers(shift, workedAround(shift, asked)));
  return {
    from: Math.min(asked.from, ...reaches.map(({ from }) => from)),
    to: Math.max(asked.to, ...reaches.map(({ to }) => to)),
  };
};

const withBuffers = ({ service }: Shift, { from, to }: Window): Window => ({
  from: from - LONGEST_BUFFER_MS - service.buffer_before_minutes * MINUTE_MS,
  to: to + LONGEST_BUFFER_MS + service.buffer_after_minutes * MINUTE_MS,
});

const askedRange = (staff: readonly Shift[], { from, to, own = false, start }: AskedDays): Window => {
  const zone = staff[0]?.zone;
  if (own && zone !== undefined)
    return { from: startOfDay(zone, dayToEpoch(from)), to: startOfDay(zone, dayToEpoch(to) + 1) };
  const longest = Math.max(0, ...staff.map(({ service }) => service.duration_minutes)) * MINUTE_MS;
  if (start !== undefined) return daysAround(staff, Date.parse(start), longest);
  return {
    from: dayToEpoch(from) * DAY_MS + FIRST_MORNING_MS,
    to: (dayToEpoch(to) + 1) * DAY_MS + LAST_NIGHT_MS + longest,
  };
};

/** The local days of all the staff in which a visit lies that starts then. */
const daysAround = (staff: readonly Shift[], start: number, longest: number): Window => {
  const range = { from: start, to: start + longest };
  for (const zone of new Set(staff.map((shift) => shift.zone))) {
    const { day } = instantToLocal(zone, start);
    range.from = Math.min(range.from, startOfDay(zone, day));
    range.to = Math.max(range.to, startOfDay(zone, day + 1));
  }
  return range;
};

/** From the beginning to the end of the working time that meets a range. */
const workedAround = ({ zone, weekly, overrides }: Shift, { from, to }: Window): Window => {
  const day = (at: number) => epochToDay(instantToLocal(zone, at).day);
  // A range ends before `to`. The days are those that `slotQuery` asks about.
  const range = { from_day: addDays(day(from), -1), to_day: addDays(day(to - 1), 1) };
  const worked = { from, to };
  for (const window of mergeWindows(workingWindows({ zone, weekly, overrides, ...range }))) {
    if (window.to < from || window.from > to) continue;
    worked.from = Math.min(worked.from, window.from);
    worked.to = Math.max(worked.to, window.to);
  }
  return worked;
};
