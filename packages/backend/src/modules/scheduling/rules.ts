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
  const sorted = windows.filter((window) => window.from < window.to).sort((a, b) => a.from - b.from);
  const merged: Window[] = [];
  let last: Window | undefined;
  for (const window of sorted) {
    if (last !== undefined && window.from <= last.to) {
      if (window.to > last.to) last.to = window.to;
    } else {
      last = { from: window.from, to: window.to };
      merged.push(last);
    }
  }
  return merged;
}

/** The parts of the windows that lie in [from, to), for instance in one local day. */
export function clipWindows(windows: readonly Window[], from: number, to: number): Window[] {
  return windows
    .map((window) => ({ from: Math.max(window.from, from), to: Math.min(window.to, to) }))
    .filter((window) => window.from < window.to);
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
