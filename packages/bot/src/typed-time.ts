import { addDays, dayNumber, dayOfNumber } from './days.ts';

const TIME = /^(?:(?<date>\S+)\s+)?(?<hour>\d{1,2})[:.](?<minute>\d\d)$/;
const GERMAN = /^(?<day>\d{1,2})\.(?<month>\d{1,2})(?:\.(?<year>\d{4}))?\.?$/;
const ISO = /^\d{4}-\d\d-\d\d$/;

/** A day that exists, as `2026-03-05`; undefined for 30 February. */
const dayOf = (year: number, month: number, day: number): string | undefined => {
  const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return Number.isNaN(dayNumber(text)) || dayOfNumber(dayNumber(text)) !== text ? undefined : text;
};

const readDate = (text: string, today: string): string | undefined => {
  if (ISO.test(text)) return dayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
  const { day, month, year } = GERMAN.exec(text)?.groups ?? {};
  if (day === undefined) return undefined;
  const inYear = (of: number) => dayOf(of, Number(month), Number(day));
  if (year !== undefined) return inYear(Number(year));
  // Without a year it is the next such day.
  const [now] = today.split('-').map(Number);
  const here = inYear(now ?? 0);
  return here !== undefined && here >= today ? here : inYear((now ?? 0) + 1);
};

/**
 * "18:30" on the day that is looked at, or "15.03 18:30", "15.03.2026 18:30", "2026-03-15 18:30".
 * @param day what is looked at; empty when no day is
 * @returns the local day and the time, or undefined for anything else
 */
export const readTypedTime = (
  text: string,
  { day, today }: { day: string; today: string },
): { day: string; time: string } | undefined => {
  const { date, hour, minute } = TIME.exec(text.trim())?.groups ?? {};
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const on = date === undefined ? day : readDate(date, today);
  if (on === undefined || on === '' || on > addDays(today, 730)) return undefined;
  return { day: on, time: `${hour.padStart(2, '0')}:${minute}` };
};

/** The instant of a wall clock in a zone; a time that a clock change leaves out is taken as one hour later. */
export const instantOf = (zone: string, { day, time }: { day: string; time: string }): string =>
  new Date(Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).epochMilliseconds)
    .toISOString()
    .replace('.000Z', 'Z');
