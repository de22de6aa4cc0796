import type { Slot, Taken, WeeklyHours, Window } from '../../packages/backend/src/modules/scheduling/rules.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

export type PlainQuery = {
  readonly zone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly taken: readonly Taken[];
  readonly service: {
    readonly duration_minutes: number;
    readonly step_minutes: number;
    readonly buffer_before_minutes: number;
    readonly buffer_after_minutes: number;
    readonly min_notice_minutes: number;
  };
  /** Local days, both included. */
  readonly from_day: string;
  readonly to_day: string;
  readonly now: number;
};

/** Offsets (ms) of one zone, each from an instant on; a decade is read once. */
const offsets = new Map<string, { readonly from: number; readonly offset: number }[]>();

const offsetsOf = (zone: string): { readonly from: number; readonly offset: number }[] => {
  const known = offsets.get(zone);
  if (known !== undefined) return known;
  const changes: { from: number; offset: number }[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('2020-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (; at !== null && at.year < 2030; at = at.getTimeZoneTransition('next'))
    changes.unshift({ from: at.epochMilliseconds, offset: at.offsetNanoseconds / 1e6 });
  offsets.set(zone, changes);
  return changes;
};

const offsetAt = (zone: string, ms: number): number => {
  for (const { from, offset } of offsetsOf(zone)) if (ms >= from) return offset;
  throw new RangeError('before 2020');
};

/** Wall clock to instant; what a clock change leaves out moves forward by the gap, what it repeats is the first. */
const toInstant = (zone: string, day: number, minute: number): number => {
  const wall = day * DAY_MS + minute * MINUTE_MS;
  const before = wall - offsetAt(zone, wall - DAY_MS);
  const after = wall - offsetAt(zone, wall + DAY_MS);
  return offsetAt(zone, before) === wall - before || before < after ? before : after;
};

/** Sorts and joins what touches or overlaps. */
const joined = (ranges: Window[]): Window[] => {
  ranges.sort((a, b) => a.from - b.from);
  const result: Window[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else result.push(range);
  }
  return result;
};

/** The largest of these that divides the step. */
const gridOf = (step_minutes: number): number => [60, 30, 20, 15, 10].find((grid) => step_minutes % grid === 0) ?? 5;

const windowsOf = ({ zone, weekly, from_day, to_day }: PlainQuery): Window[] => {
  const windows: Window[] = [];
  const last_day = Date.parse(to_day) / DAY_MS;
  for (let day = Date.parse(from_day) / DAY_MS; day <= last_day; day += 1) {
    const weekday = (day + 4) % 7;
    for (const hours of weekly)
      if (hours.weekday === weekday)
        windows.push({ from: toInstant(zone, day, hours.from_minute), to: toInstant(zone, day, hours.to_minute) });
  }
  return joined(windows);
};

const blocksOf = ({ taken, service }: PlainQuery): Window[] =>
  joined(
    taken.map((one) => ({
      from: one.starts_at - (one.buffer_before_minutes + service.buffer_after_minutes) * MINUTE_MS,
      to: one.ends_at + (one.buffer_after_minutes + service.buffer_before_minutes) * MINUTE_MS,
    })),
  );

/**
 * The free starts, the plainest way that is still right for day shifts: windows from the hours on the wall with cached
 * offsets, what is taken sorted and joined, one pass over both that steps through every free piece. It knows no
 * overrides, no validity, no shifts around the clock, no groups, no packing and no horizon.
 */
export const plainStarts = (query: PlainQuery): Slot[] => {
  const { zone, service, now } = query;
  const earliest = now + service.min_notice_minutes * MINUTE_MS;
  const [duration, step] = [service.duration_minutes * MINUTE_MS, service.step_minutes * MINUTE_MS];
  const grid = gridOf(service.step_minutes) * MINUTE_MS;
  const blocks = blocksOf(query);
  const slots: Slot[] = [];
  const addPiece = (from: number, to: number): void => {
    const offset = offsetAt(zone, from);
    for (let at = Math.ceil((from + offset) / grid) * grid - offset; at + duration <= to; at += step)
      if (at >= earliest) slots.push({ starts_at: at, ends_at: at + duration });
  };
  let next = 0;
  for (const window of windowsOf(query)) {
    let { from } = window;
    for (let block = blocks[next]; block !== undefined && block.from < window.to; block = blocks[next]) {
      addPiece(from, block.from);
      from = Math.max(from, block.to);
      if (block.to > window.to) break;
      next += 1;
    }
    addPiece(from, window.to);
  }
  return slots;
};
