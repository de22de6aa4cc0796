/** The words of scheduling. All instants are Unix milliseconds, all ranges half-open: touching is allowed. */

export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Wall-clock minutes since midnight of the day on which the shift starts; beyond 1440 is the following day. */
export type Interval = { from_minute: number; to_minute: number };

/** Weekly hours; 0 = Sunday. The validity (both days inclusive) is that of the day on which the shift starts. */
export type WeeklyHours = Interval & {
  weekday: Weekday;
  valid_from?: string | null | undefined;
  valid_until?: string | null | undefined;
};

/** Replaces the weekly hours of its day; no intervals = closed. */
export type DayOverride = { day: string; intervals: readonly Interval[] };

export type Window = { from: number; to: number };

/** Taken time with its own buffers. A group session also says whose it is and how many seats are left. */
export type Taken = {
  starts_at: number;
  ends_at: number;
  buffer_before_minutes: number;
  buffer_after_minutes: number;
  service_id?: string | null | undefined;
  seats_left?: number | null | undefined;
};

/** What a service asks of a slot. `id` is needed only to recognise a group service's own sessions. */
export type ServiceShape = {
  id?: string | undefined;
  duration_minutes: number;
  step_minutes: number;
  buffer_before_minutes: number;
  buffer_after_minutes: number;
  min_notice_minutes: number;
  capacity?: number | undefined;
  packed?: boolean | undefined;
  horizon_days?: number | null | undefined;
};

export type Slot = { starts_at: number; ends_at: number; seats_left?: number };

/** Sorted by start; what touches or overlaps becomes one. The input stays as it is; empty ranges disappear. */
export function mergeWindows(windows: readonly Window[]): Window[] {
  return mergeInOrder(windows) ?? mergeSorted(windows);
}

/** The same for windows that come in order, as they most often do; null for others. */
function mergeInOrder(windows: readonly Window[]): Window[] | null {
  const merged: Window[] = [];
  let last: Window | undefined;
  let before = Number.NEGATIVE_INFINITY;
  for (const { from, to } of windows) {
    if (from < before) return null;
    before = from;
    if (from >= to) continue;
    if (last === undefined || from > last.to) {
      last = { from, to };
      merged.push(last);
    } else if (to > last.to) last.to = to;
  }
  return merged;
}

function mergeSorted(windows: readonly Window[]): Window[] {
  // Starts and ends may be sorted apart: there is a gap where as many ranges have ended as have begun before it. Plain
  // numbers are sorted without a call for each comparison.
  const starts = new Float64Array(windows.length);
  const ends = new Float64Array(windows.length);
  let count = 0;
  for (const { from, to } of windows) {
    if (from >= to) continue;
    starts[count] = from;
    ends[count++] = to;
  }
  sortAscending(starts.subarray(0, count));
  sortAscending(ends.subarray(0, count));
  const merged: Window[] = [];
  let last: Window | undefined;
  for (let index = 0; index < count; index++) {
    const from = starts[index] ?? 0;
    const to = ends[index] ?? 0;
    if (last === undefined || from > last.to) {
      last = { from, to };
      merged.push(last);
    } else last.to = to;
  }
  return merged;
}

/** Most often they come in order already, and looking is quicker than sorting. */
function sortAscending(numbers: Float64Array): void {
  for (let index = 1; index < numbers.length; index++) {
    if ((numbers[index] ?? 0) < (numbers[index - 1] ?? 0)) {
      numbers.sort();
      return;
    }
  }
}

/** The parts of the windows that lie in [from, to), for instance in one local day. */
export function clipWindows(windows: readonly Window[], from: number, to: number): Window[] {
  const clipped: Window[] = [];
  for (const window of windows) {
    const part = { from: Math.max(window.from, from), to: Math.min(window.to, to) };
    if (part.from < part.to) clipped.push(part);
  }
  return clipped;
}

/**
 * Who gets a booking for "any specialist": lightest day first, ties by id, so that the same question always has
 * the same answer (docs/rules.md#any-specialist). The input stays as it is.
 */
export function lightestFirst<T extends { specialist_id: string; minutes_taken: number }>(
  candidates: readonly T[],
): T[] {
  return candidates.toSorted(
    (a, b) => a.minutes_taken - b.minutes_taken || compareText(a.specialist_id, b.specialist_id),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
