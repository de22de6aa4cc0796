import { isSameJson, type WeekRow } from '@okno/contract';
import type { Hours, WeekLine } from './typed-hours.ts';

const HOUR_MINUTES = 60;

/** 570 as "09:30"; 1440 is "24:00", the end of a day. */
export const clockOf = (minutes: number): string =>
  [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES].map((part) => String(part).padStart(2, '0')).join(':');

/** "09:30" as 570. */
export const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * HOUR_MINUTES + minutes;
};

/** The hours of one weekday (0 = Sunday) in order. */
export const hoursOn = (week: readonly WeekLine[], weekday: number): Hours[] =>
  week
    .filter(({ days }) => days.includes(weekday))
    .map(({ from, to }) => ({ from, to }))
    .toSorted((one, other) => one.from.localeCompare(other.from));

/** The week with these hours on these weekdays, in place of whatever was there; days with the same hours share their lines. */
export const withHours = (
  week: readonly WeekLine[],
  weekdays: readonly number[],
  hours: readonly Hours[],
): WeekLine[] => {
  const alike = new Map<string, { days: number[]; hours: readonly Hours[] }>();
  for (const day of [0, 1, 2, 3, 4, 5, 6]) {
    const then = weekdays.includes(day) ? hours : hoursOn(week, day);
    const key = JSON.stringify(then);
    const others = alike.get(key) ?? { days: [], hours: then };
    others.days.push(day);
    alike.set(key, others);
  }
  return [...alike.values()].flatMap(({ days, hours: then }) => then.map(({ from, to }) => ({ days, from, to })));
};

/** Whether some lines hold only for a season. */
export const hasSeasons = (week: readonly WeekRow[]): boolean =>
  week.some(({ valid_from, valid_until }) => valid_from !== null || valid_until !== null);

/** Whether a week is this one, of lines that always hold, however its days share their lines. */
export const isSameWeek = (wanted: readonly WeekLine[], week: readonly WeekRow[]): boolean =>
  !hasSeasons(week) && [0, 1, 2, 3, 4, 5, 6].every((day) => isSameJson(hoursOn(wanted, day), hoursOn(week, day)));

/** Weekdays as the bits of a number, and back. */
export const weekdaysOf = (mask: number): number[] => [0, 1, 2, 3, 4, 5, 6].filter((day) => (mask & (1 << day)) !== 0);
export const toggled = (mask: number, weekday: number): number => mask ^ (1 << weekday);

/** "10:00" as "10": on a button every sign counts. */
const short = (clock: string): string => clock.replace(/^0/, '').replace(/:00$/, '');

/** As much as fits into a button that has another one beside it. */
const WIDEST = 18;

/** "Mo 10–14, 15–19", for a button; what does not fit is counted. */
export const weekdayLabel = (name: string, hours: readonly Hours[]): string => {
  const words = hours.map(({ from, to }) => `${short(from)}–${short(to)}`);
  const whole = `${name} ${words.length === 0 ? '—' : words.join(', ')}`;
  return whole.length <= WIDEST ? whole : `${name} ${words[0]} +${words.length - 1}`;
};
