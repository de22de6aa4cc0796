import { dayToEpoch, epochToDay, instantToLocal, localToInstant, startOfDay, weekdayOf } from '../../time.ts';
import { type DayOverride, type Interval, mergeWindows, type WeeklyHours, type Window } from './rules.ts';

/** `from_day` and `to_day` are local days of `zone`, both inclusive. */
export type HoursQuery = {
  zone: string;
  weekly: readonly WeeklyHours[];
  overrides: readonly DayOverride[];
  from_day: string;
  to_day: string;
};

type Hours = Interval & { first_day: number; last_day: number };

// A working time shorter than this cannot cover a whole local day (the clocks never jump by more than a few hours,
// but for the one day that Samoa left out, which has no length at all).
const SHORTEST_FULL_DAY_MS = 20 * 3_600_000;

/**
 * The working time of a specialist around a range of local days, as instants: sorted; what touches or overlaps is
 * one window. Each window has its true start and end even where they lie outside the days, because the slots'
 * grid begins at the start; what follows the last day without a gap is there too, because a slot may run into it.
 *
 * One exception keeps `day` and `range` equal: a date that is worked around the clock begins a window of its own
 * at its midnight (touching the one before), or the grid of round-the-clock hours would hang on how far back one
 * looks.
 *
 * An override replaces the shifts that *start* on its date; the tail of the day before remains. An interval that
 * a clock change turns around vanishes. Throws RangeError for an unknown zone or what is not a day.
 */
export function workingWindows(query: HoursQuery): readonly Window[] {
  const known = justMade.get(query.weekly);
  justMade.delete(query.weekly);
  if (known !== undefined && isSameQuery(known.query, query)) return known.windows;
  const windows = makeWindows(query);
  const { zone, weekly, overrides, from_day, to_day } = query;
  if (dayToEpoch(to_day) - dayToEpoch(from_day) < FEW_DAYS)
    justMade.set(weekly, { query: { zone, weekly, overrides, from_day, to_day }, windows });
  return windows;
}

/**
 * Each question about free time asks twice: how far to look for what is taken, and what is free. So what was made first for
 * the same hours and exceptions (the same lists, which nobody changes) is given to whoever asks the same next, and then
 * forgotten; of a question that is asked once it stays as long as the timetable itself is kept, and so it is kept of a few days
 * only.
 */
const justMade = new WeakMap<
  readonly WeeklyHours[],
  { readonly query: HoursQuery; readonly windows: readonly Window[] }
>();

/** One day with the days beside it, also of a visit that goes on after midnight. */
const FEW_DAYS = 4;

const isSameQuery = (one: HoursQuery, other: HoursQuery): boolean =>
  one.from_day === other.from_day &&
  one.to_day === other.to_day &&
  one.zone === other.zone &&
  one.overrides === other.overrides;

function makeWindows(query: HoursQuery): Window[] {
  const { zone } = query;
  const first = dayToEpoch(query.from_day);
  const last = dayToEpoch(query.to_day);
  // A window that reaches into `first` starts at the earliest on the day before: without a gap on that day, it is
  // worked around the clock and begins a window itself. Shifts of the day before that one may reach into it. And one
  // day more, because a day that the zone left out (Samoa, 2011-12-30) is no day in between.
  const windows: Window[] = [];
  for (const window of mergeWindows(shiftsBetween(query, first - 3, last + 2))) addCut(windows, zone, window);
  return relevant(windows, startOfDay(zone, first), startOfDay(zone, last + 1));
}

/** Whether somebody works from the beginning to the end of a visit (ms). */
export function isWorked(
  time: Omit<HoursQuery, 'from_day' | 'to_day'>,
  visit: { starts_at: number; ends_at: number },
): boolean {
  const day = (at: number) => epochToDay(instantToLocal(time.zone, at).day);
  const windows = workingWindows({ ...time, from_day: day(visit.starts_at), to_day: day(visit.ends_at) });
  return mergeWindows(windows).some((window) => window.from <= visit.starts_at && visit.ends_at <= window.to);
}

/** The shifts that start on the epoch days `first` … `last`, unsorted and unmerged. */
function shiftsBetween(query: HoursQuery, first: number, last: number): Window[] {
  const byWeekday = weeklyByWeekday(query.weekly);
  const overrides = overridesByDay(query.overrides);
  const shifts: Window[] = [];
  for (let day = first; day <= last; day++) {
    for (const { from_minute, to_minute, first_day, last_day } of overrides.get(day) ?? byWeekday[weekdayOf(day)]) {
      if (day < first_day || day > last_day) continue;
      shifts.push({
        from: localToInstant(query.zone, day, from_minute),
        to: localToInstant(query.zone, day, to_minute),
      });
    }
  }
  return shifts;
}

type ByWeekday = readonly [Hours[], Hours[], Hours[], Hours[], Hours[], Hours[], Hours[]];

/** What is made of hours, for as long as they are kept: timetables are asked about again and again. */
const made = new WeakMap<readonly WeeklyHours[], ByWeekday>();
const madeOfOverrides = new WeakMap<readonly DayOverride[], ByDay>();

function weeklyByWeekday(weekly: readonly WeeklyHours[]): ByWeekday {
  const known = made.get(weekly);
  if (known !== undefined) return known;
  const byWeekday: ByWeekday = [[], [], [], [], [], [], []];
  for (const hours of weekly) byWeekday[hours.weekday].push(hoursOf(hours, hours.valid_from, hours.valid_until));
  made.set(weekly, byWeekday);
  return byWeekday;
}

type ByDay = ReadonlyMap<number, readonly Hours[]>;

function overridesByDay(overrides: readonly DayOverride[]): ByDay {
  const known = madeOfOverrides.get(overrides);
  if (known !== undefined) return known;
  const byDay = new Map(
    overrides.map(({ day, intervals }) => [dayToEpoch(day), intervals.map((interval) => hoursOf(interval))]),
  );
  madeOfOverrides.set(overrides, byDay);
  return byDay;
}

function hoursOf({ from_minute, to_minute }: Interval, from?: string | null, until?: string | null): Hours {
  const first_day = typeof from === 'string' ? dayToEpoch(from) : Number.NEGATIVE_INFINITY;
  const last_day = typeof until === 'string' ? dayToEpoch(until) : Number.POSITIVE_INFINITY;
  return { from_minute, to_minute, first_day, last_day };
}

/** Adds a window, cut at the midnights that begin a local day which the window covers from end to end. */
function addCut(windows: Window[], zone: string, window: Window): void {
  let { from } = window;
  if (window.to - from >= SHORTEST_FULL_DAY_MS) {
    let day = instantToLocal(zone, from).day + 1;
    let midnight = startOfDay(zone, day);
    for (;;) {
      const next = startOfDay(zone, day + 1);
      if (next > window.to) break;
      if (midnight < next && midnight > from) {
        windows.push({ from, to: midnight });
        from = midnight;
      }
      midnight = next;
      day++;
    }
  }
  windows.push({ from, to: window.to });
}

/** The windows that meet [from, to), and those that continue them without a gap. */
function relevant(windows: readonly Window[], from: number, to: number): Window[] {
  const kept: Window[] = [];
  for (const window of windows) {
    if (window.to <= from) continue;
    if (window.from >= to && kept.at(-1)?.to !== window.from) break;
    kept.push(window);
  }
  return kept;
}
