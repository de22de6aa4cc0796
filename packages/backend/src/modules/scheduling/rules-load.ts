import { clipWindows, mergeWindows, type Taken, type Window } from './rules.ts';

/** 🟢 `free` · 🟡 `busy` · 🔴 `full` · no mark: `closed`. */
export type Load = 'free' | 'busy' | 'full' | 'closed';
export type DayTime = { bookable_ms: number; free_ms: number };

// The module converts nothing: a minute is a minute in every zone.
const MINUTE_MS = 60_000;

/**
 * The mark of a day that is worked, possibly by several specialists: add up their slots and the `dayTime`s of what can
 * still be booked (docs/rules.md#load-marks). Without a slot the day is `full`, also when it is over.
 */
export function loadMark(time: DayTime, slotsCount: number): Load {
  if (slotsCount === 0) return 'full';
  return time.free_ms * 2 >= time.bookable_ms ? 'free' : 'busy';
}

/**
 * How much working time the windows hold (ms), and how much of it nothing takes. Taken time counts with its own
 * buffers, since nobody can book those either.
 */
export function dayTime(windows: readonly Window[], taken: readonly Taken[]): DayTime {
  const busy = mergeWindows(taken.map(withOwnBuffers));
  let bookable_ms = 0;
  let taken_ms = 0;
  for (const window of mergeWindows(windows)) {
    bookable_ms += window.to - window.from;
    for (const part of clipWindows(busy, window.from, window.to)) taken_ms += part.to - part.from;
  }
  return { bookable_ms, free_ms: bookable_ms - taken_ms };
}

function withOwnBuffers(row: Taken): Window {
  // What takes no time has nothing to be buffered.
  if (row.ends_at <= row.starts_at) return { from: row.starts_at, to: row.starts_at };
  return {
    from: row.starts_at - row.buffer_before_minutes * MINUTE_MS,
    to: row.ends_at + row.buffer_after_minutes * MINUTE_MS,
  };
}
