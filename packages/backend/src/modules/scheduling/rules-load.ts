import { MINUTE_MS } from '../../time.ts';
import { firstEndingAfter } from '../../windows.ts';
import { mergeWindows, type Taken, type Window } from './rules.ts';

/** 🟢 `free` · 🟡 `busy` · 🔴 `full` · no mark: `closed`, `past`, `later`. */
export type Load = 'free' | 'busy' | 'full' | 'closed' | 'past' | 'later';
export type DayTime = { bookable_ms: number; free_ms: number };

/**
 * The mark of a day that is worked, possibly by several specialists: add up their slots and the `dayTime`s of what can
 * still be booked (docs/rules.md#load-marks). Without a slot the day is `full`, also when its working time is over.
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
  return timeBeside(windows, busyTime(taken));
}

/** What is taken, with its own buffers: sorted, and what touches or overlaps is one. */
export function busyTime(taken: readonly Taken[]): Window[] {
  return mergeWindows(taken.map(withOwnBuffers));
}

/** The same as `dayTime` beside `busyTime`, which many days may share. */
export function timeBeside(windows: readonly Window[], busy: readonly Window[]): DayTime {
  let bookable_ms = 0;
  let taken_ms = 0;
  for (const { from, to } of mergeWindows(windows)) {
    bookable_ms += to - from;
    for (let index = firstEndingAfter(busy, from); index < busy.length; index++) {
      const part = busy[index];
      if (part === undefined || part.from >= to) break;
      taken_ms += Math.min(part.to, to) - Math.max(part.from, from);
    }
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
