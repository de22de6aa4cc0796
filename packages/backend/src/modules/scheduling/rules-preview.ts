import { epochToDay, instantToLocal, parseInstant } from '../../time.ts';
import type { DayOverride, Interval, ServiceShape, Taken, Weekday, WeeklyHours } from './rules.ts';
import { freeSlots } from './rules-slots.ts';
import { workingWindows } from './rules-windows.ts';

/** `"09:00"`–`"18:00"`, wall clock; `"24:00"` ends a day; an end before the start is on the following day. */
export type ClockInterval = { from: string; to: string };
type Busy = { starts_at: string; ends_at: string };
export type PreviewStaff = {
  time_zone: string;
  weekly: readonly (ClockInterval & { days: readonly number[] })[];
  overrides?: readonly { date: string; intervals: readonly ClockInterval[] }[] | undefined;
  busy?: readonly Busy[] | undefined;
  bookings?: readonly (Busy & { buffer_before_minutes?: number; buffer_after_minutes?: number })[] | undefined;
};
export type PreviewInput = {
  now: string;
  window: { from: string; to: string };
  mode: 'any' | 'all';
  staff: readonly PreviewStaff[];
  service: ServiceShape;
};

/**
 * The starts (ms, ascending) in [window.from, window.to) for hours and taken time that exist only in the request
 * (docs/rules.md#preview): `any` = at least one of the staff is free, `all` = everyone is. Instants in
 * the input are ISO 8601 with an offset. Throws RangeError for what `checkPreview` would have refused.
 */
export function preview(input: PreviewInput): number[] {
  const starts = input.staff.map((staff) => startsOf(staff, input));
  const counts = new Map<number, number>();
  for (const start of starts.flat()) counts.set(start, (counts.get(start) ?? 0) + 1);
  const needed = input.mode === 'all' ? input.staff.length : 1;
  return [...counts.keys()].filter((start) => (counts.get(start) ?? 0) >= needed).sort((a, b) => a - b);
}

/** `"09:30"` → 570; undefined for what is no time of day; `"24:00"` is 1440. */
export function clockToMinute(text: string): number | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (parts !== null) return Number(parts[1]) * 60 + Number(parts[2]);
  return text === '24:00' ? 1440 : undefined;
}

function startsOf(staff: PreviewStaff, input: PreviewInput): number[] {
  const zone = staff.time_zone;
  const from = parseInstant(input.window.from);
  const to = parseInstant(input.window.to);
  const windows = workingWindows({
    zone,
    weekly: staff.weekly.flatMap(weeklyOf),
    overrides: (staff.overrides ?? []).map(overrideOf),
    from_day: epochToDay(instantToLocal(zone, from).day),
    to_day: epochToDay(instantToLocal(zone, to).day),
  });
  const taken = [...(staff.busy ?? []), ...(staff.bookings ?? [])].map(takenOf);
  const slots = freeSlots({ zone, windows, taken, service: input.service, now: parseInstant(input.now), from, to });
  return slots.map((slot) => slot.starts_at);
}

function weeklyOf(hours: PreviewStaff['weekly'][number]): WeeklyHours[] {
  return hours.days.map((day) => ({ weekday: day as Weekday, ...intervalOf(hours) }));
}

function overrideOf({ date, intervals }: { date: string; intervals: readonly ClockInterval[] }): DayOverride {
  return { day: date, intervals: intervals.map(intervalOf) };
}

function intervalOf({ from, to }: ClockInterval): Interval {
  const from_minute = clockToMinute(from);
  const to_minute = clockToMinute(to);
  if (from_minute === undefined || to_minute === undefined) throw new RangeError(`not a time of day: ${from}–${to}`);
  return { from_minute, to_minute: to_minute > from_minute ? to_minute : to_minute + 1440 };
}

function takenOf(row: Busy & { buffer_before_minutes?: number; buffer_after_minutes?: number }): Taken {
  return {
    starts_at: parseInstant(row.starts_at),
    ends_at: parseInstant(row.ends_at),
    buffer_before_minutes: row.buffer_before_minutes ?? 0,
    buffer_after_minutes: row.buffer_after_minutes ?? 0,
  };
}
