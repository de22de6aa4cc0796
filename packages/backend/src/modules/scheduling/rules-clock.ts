/** Working hours as people write them, `{ days: [1, 2], from: '22:00', to: '02:00' }`, and as minutes of a day. */
import type { ClockInterval, WeekRow } from '@okno/contract';
import type { Interval, Weekday, WeeklyHours } from './rules.ts';

const DAY_MINUTES = 1440;

/** `'09:30'` → 570; `'24:00'` → 1440. */
const toMinute = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** 570 → `'09:30'`. */
const toClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** An end that is not after its start lies on the following day. */
export const toInterval = ({ from, to }: ClockInterval): Interval => {
  const [from_minute, to_minute] = [toMinute(from), toMinute(to)];
  return { from_minute, to_minute: to_minute > from_minute ? to_minute : to_minute + DAY_MINUTES };
};

export const toClockInterval = ({ from_minute, to_minute }: Interval): ClockInterval => ({
  from: toClock(from_minute),
  to: toClock(to_minute > DAY_MINUTES ? to_minute - DAY_MINUTES : to_minute),
});

/** One row a weekday. */
export const toWeeklyHours = ({ days, valid_from, valid_until, ...clocks }: WeekRow): WeeklyHours[] =>
  days.map((day) => ({ weekday: day as Weekday, ...toInterval(clocks), valid_from, valid_until }));

/** What holds from the same time to the same time becomes one line with its weekdays; in the order of the clock. */
export const toWeek = (hours: readonly WeeklyHours[]): WeekRow[] => {
  const rows = new Map<string, WeekRow>();
  for (const { weekday, valid_from = null, valid_until = null, ...interval } of hours) {
    const clocks = toClockInterval(interval);
    const key = [valid_from, valid_until, clocks.from, clocks.to].join();
    const row = rows.get(key) ?? { days: [], ...clocks, valid_from, valid_until };
    rows.set(key, { ...row, days: [...row.days, weekday].sort((a, b) => a - b) });
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};
