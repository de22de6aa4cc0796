/**
 * For tests only: the law of free slots word by word, minute by minute, with Temporal and none of the code it
 * judges. Everything it is given lies on whole minutes. Slow, and meant to be.
 */
import type { DayOverride, ServiceShape, Taken, WeeklyHours } from '../modules/scheduling/rules.ts';

export type OracleInput = {
  zone: string;
  weekly: readonly WeeklyHours[];
  overrides: readonly DayOverride[];
  taken: readonly Taken[];
  service: ServiceShape;
  now: number;
  horizon_end: number;
  from_day: string;
  to_day: string;
};

const MINUTE = 60_000;
// Further back and ahead than any shift, buffer or duration reaches.
const MARGIN_DAYS = 4;

/** The starts (ms) on the local days from_day … to_day. */
export function oracleStarts(input: OracleInput): number[] {
  const first = Temporal.PlainDate.from(input.from_day);
  const last = Temporal.PlainDate.from(input.to_day);
  const from = midnight(input.zone, first);
  const to = midnight(input.zone, last.add({ days: 1 }));
  const base = midnight(input.zone, first.subtract({ days: MARGIN_DAYS }));
  const minutes = (midnight(input.zone, last.add({ days: MARGIN_DAYS })) - base) / MINUTE;
  const working = workingMinutes(input, base, minutes);
  const free = freeMinutes(input, working, base);
  const starts = gridStarts(input, { free, restarts: restartMinutes(input, working, base), base });
  if (input.service.packed === true) for (const start of touchingStarts(input)) starts.add(start);
  const { duration_minutes, min_notice_minutes } = input.service;
  return [...starts]
    .filter((start) => {
      const minute = (start - base) / MINUTE;
      for (let i = 0; i < duration_minutes; i++) if (free[minute + i] !== 1) return false;
      return (
        start >= from && start < to && start >= input.now + min_notice_minutes * MINUTE && start <= input.horizon_end
      );
    })
    .sort((a, b) => a - b);
}

/** One flag a minute from `base` on: is it within some shift? */
export function workingMinutes(input: OracleInput, base: number, minutes: number): Uint8Array {
  const working = new Uint8Array(minutes);
  const end = Temporal.PlainDate.from(input.to_day).add({ days: MARGIN_DAYS });
  let day = Temporal.PlainDate.from(input.from_day).subtract({ days: MARGIN_DAYS + 2 });
  for (; Temporal.PlainDate.compare(day, end) < 0; day = day.add({ days: 1 })) {
    for (const { from_minute, to_minute } of shiftsOn(input, day)) {
      const from = (wallClock(input.zone, day, from_minute) - base) / MINUTE;
      const to = (wallClock(input.zone, day, to_minute) - base) / MINUTE;
      working.fill(1, Math.max(0, from), Math.max(0, from, to));
    }
  }
  return working;
}

export function midnight(zone: string, day: Temporal.PlainDate): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

function wallClock(zone: string, day: Temporal.PlainDate, minute: number): number {
  const local = day.toPlainDateTime().add({ minutes: minute });
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function shiftsOn(input: OracleInput, day: Temporal.PlainDate): readonly { from_minute: number; to_minute: number }[] {
  const text = day.toString();
  const override = input.overrides.find((candidate) => candidate.day === text);
  if (override !== undefined) return override.intervals;
  return input.weekly.filter(
    (row) => row.weekday === day.dayOfWeek % 7 && (row.valid_from ?? text) <= text && (row.valid_until ?? text) >= text,
  );
}

function freeMinutes({ taken, service }: OracleInput, working: Uint8Array, base: number): Uint8Array {
  const free = working.slice();
  for (const row of taken) {
    // The candidate's core may begin when both buffers are over, and must be over before both begin.
    const from = row.starts_at / MINUTE - row.buffer_before_minutes - service.buffer_after_minutes - base / MINUTE;
    const to = row.ends_at / MINUTE + row.buffer_after_minutes + service.buffer_before_minutes - base / MINUTE;
    if (row.starts_at < row.ends_at) free.fill(0, Math.max(0, from), Math.max(0, to));
  }
  return free;
}

/** The minutes at which a local day begins that is worked from its first to its last minute. */
function restartMinutes(input: OracleInput, working: Uint8Array, base: number): Set<number> {
  const restarts = new Set<number>();
  let day = Temporal.PlainDate.from(input.from_day).subtract({ days: MARGIN_DAYS });
  const end = Temporal.PlainDate.from(input.to_day).add({ days: 1 });
  for (; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 1 })) {
    const from = (midnight(input.zone, day) - base) / MINUTE;
    const to = (midnight(input.zone, day.add({ days: 1 })) - base) / MINUTE;
    if (from < to && !working.subarray(from, to).includes(0)) restarts.add(from);
  }
  return restarts;
}

type Minutes = { free: Uint8Array; restarts: Set<number>; base: number };

function gridStarts({ zone, service }: OracleInput, { free, restarts, base }: Minutes): Set<number> {
  const grid = [60, 30, 20, 15, 10, 5].find((size) => service.step_minutes % size === 0) ?? Number.NaN;
  const starts = new Set<number>();
  let first: number | undefined;
  for (let minute = 0; minute < free.length; minute++) {
    const at = base + minute * MINUTE;
    if (free[minute] !== 1 || restarts.has(minute)) first = undefined;
    if (free[minute] !== 1) continue;
    if (first === undefined && localMinute(zone, at) % grid === 0) first = minute;
    if (isStep(minute, first, service.step_minutes)) starts.add(at);
  }
  return starts;
}

function isStep(minute: number, first: number | undefined, step: number): boolean {
  return first !== undefined && (minute - first) % step === 0;
}

function localMinute(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).minute;
}

function touchingStarts({ taken, service }: OracleInput): number[] {
  const real = taken.filter((row) => row.starts_at < row.ends_at);
  return real.flatMap((row) => [
    row.ends_at + (row.buffer_after_minutes + service.buffer_before_minutes) * MINUTE,
    row.starts_at - (row.buffer_before_minutes + service.buffer_after_minutes + service.duration_minutes) * MINUTE,
  ]);
}
