import type { PreviewInput } from '@okno/contract';
import { epochToDay, instantToLocal } from '../../time.ts';
import type { Taken } from './rules.ts';
import { toInterval, toWeeklyHours } from './rules-clock.ts';
import { freeSlots } from './rules-slots.ts';
import { workingWindows } from './rules-windows.ts';

type Staff = PreviewInput['staff'][number];

/**
 * The starts (ms, ascending) in [window.from, window.to) for hours and taken time that exist only in the request
 * (docs/rules.md#preview): `any` = at least one of the staff is free, `all` = everyone is. `now` (ms) counts where
 * the request names none. Throws RangeError for what `checkPreview` would have refused.
 */
export const preview = (input: PreviewInput, now: number): number[] => {
  const [first = [], ...others] = input.staff.map((staff) => startsOf(staff, input, now));
  if (others.length === 0) return first;
  const counts = new Map<number, number>();
  for (const starts of [first, ...others]) for (const start of starts) counts.set(start, (counts.get(start) ?? 0) + 1);
  const needed = input.mode === 'all' ? input.staff.length : 1;
  return [...counts.keys()].filter((start) => (counts.get(start) ?? 0) >= needed).sort((a, b) => a - b);
};

const startsOf = ({ time_zone: zone, ...staff }: Staff, { window, service, ...input }: PreviewInput, now: number) => {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  const windows = workingWindows({
    zone,
    weekly: staff.weekly.flatMap(toWeeklyHours),
    overrides: staff.overrides.map(({ date, intervals }) => ({ day: date, intervals: intervals.map(toInterval) })),
    from_day: epochToDay(instantToLocal(zone, from).day),
    to_day: epochToDay(instantToLocal(zone, to).day),
  });
  const taken = [...staff.busy.map((row) => takenOf({ ...row, ...NO_BUFFERS })), ...staff.bookings.map(takenOf)];
  const present = input.now === undefined ? now : Date.parse(input.now);
  return freeSlots({ zone, windows, taken, service, now: present, from, to }).map(({ starts_at }) => starts_at);
};

const NO_BUFFERS = { buffer_before_minutes: 0, buffer_after_minutes: 0 };

const takenOf = (row: Staff['bookings'][number]): Taken => ({
  ...row,
  starts_at: Date.parse(row.starts_at),
  ends_at: Date.parse(row.ends_at),
});
