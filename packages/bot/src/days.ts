/** Arithmetic on local days (`2026-05-01`) and months (`2026-05`); no zones here. */

const DAY_MS = 86_400_000;

/** Days since 1 January 1970. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** Every screen with a day on it writes the days beside it, and most are those of the coming months. */
const KNOWN_DAYS = 1_000;
const known = new Map<number, string>();

export const dayOfNumber = (number: number): string => {
  const before = known.get(number);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_DAYS) known.clear();
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
  known.set(number, day);
  return day;
};

export const addDays = (day: string, days: number): string => dayOfNumber(dayNumber(day) + days);

export const monthOf = (day: string): string => day.slice(0, 7);

/** Months since the year 0. */
export const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export const monthOfNumber = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

export const addMonths = (month: string, months: number): string => monthOfNumber(monthNumber(month) + months);

/** All days of a month in order. */
export const daysOfMonth = (month: string): string[] => {
  const first = dayNumber(`${month}-01`);
  const length = dayNumber(`${addMonths(month, 1)}-01`) - first;
  return Array.from({ length }, (_, index) => dayOfNumber(first + index));
};

/** 0 is Monday; 1 January 1970 was a Thursday. */
export const weekdayOf = (day: string): number => (dayNumber(day) + 3) % 7;
