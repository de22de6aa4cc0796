import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
import type { Language } from './shapes.ts';

// Making an Intl object takes 20–100 µs, using one takes 1: every object is made once and kept.
const dates = createBoundedMap<Intl.DateTimeFormat>(1000);
const numbers = createBoundedMap<Intl.NumberFormat>(500);
const moneys = createBoundedMap<MoneyFormat>(200);
const relative = createBoundedMap<Intl.RelativeTimeFormat>(10);
const zones = createBoundedMap<string>(1000);
// Using one a hundred times takes longer than all else of a screen: what is said again and again is kept as well.
const durations = createBoundedMap<string>(1000);
const days = createBoundedMap<string>(2000);
const times = createBoundedMap<string>(5000);
const amounts = createBoundedMap<string>(1000);

type DateShape =
  | 'day'
  | 'day_in_month'
  | 'day_of_year'
  | 'short_day'
  | 'short_day_of_year'
  | 'time'
  | 'month'
  | 'weekday'
  | 'zone';

const SHAPES: Record<DateShape, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'short', day: 'numeric', month: 'long' },
  day_of_year: { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
  short_day: { weekday: 'short', day: 'numeric', month: 'short' },
  short_day_of_year: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  day_in_month: { weekday: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { month: 'long' },
  weekday: { weekday: 'short' },
  zone: { timeZoneName: 'shortGeneric' },
};

/** An instant: an ISO string with its offset, or Unix milliseconds. */
type InstantLike = string | number;

/** The BCP 47 tag: British English, because weeks begin on Monday and days have 24 hours. */
export const localeOf = (language: Language): string => (language === 'ru' ? 'ru-RU' : 'en-GB');

/**
 * "Thu 5 March", «чт, 5 марта»: the local day of an instant in an IANA zone; with its year when that is another one
 * than `now`'s, "Tue, 5 January 2027".
 */
export const formatDay = (language: Language, zone: string, instant: InstantLike, now: InstantLike): string => {
  const shape = isSameYear(zone, instant, now) ? 'day' : 'day_of_year';
  return dateFormat(language, zone, shape).format(toMs(instant));
};

/** "Thu 5 Mar", «чт 5 мар», «вт 5 янв 2027»: for buttons, where every sign counts. */
export const formatShortDay = (language: Language, zone: string, instant: InstantLike, now: InstantLike): string => {
  const shape = isSameYear(zone, instant, now) ? 'short_day' : 'short_day_of_year';
  return dateFormat(language, zone, shape)
    .format(toMs(instant))
    .replace(/[.,]|\sг\.$/g, '');
};

/** "Thu 5", «чт 5»: where several buttons stand for days of one month, which is named above them. */
export const formatDayInMonth = (language: Language, zone: string, instant: InstantLike): string =>
  dateFormat(language, zone, 'day_in_month').format(toMs(instant)).replace(',', '');

/** The same as `formatDay` for a day of the calendar such as `2026-03-05`, which needs no zone. */
export const formatDate = (language: Language, day: string, now: InstantLike): string =>
  keep(days, `${language} ${day} ${yearInUtc(now)}`, () => formatDay(language, 'UTC', noonOf(day), now));

export const formatShortDate = (language: Language, day: string, now: InstantLike): string =>
  keep(days, `short ${language} ${day} ${yearInUtc(now)}`, () => formatShortDay(language, 'UTC', noonOf(day), now));

const yearInUtc = (instant: InstantLike): number => localYear('UTC', toMs(instant));

const isSameYear = (zone: string, one: InstantLike, other: InstantLike): boolean =>
  localYear(zone, toMs(one)) === localYear(zone, toMs(other));

/** No zone is further from UTC. */
const FARTHEST_MS = 15 * 3_600_000;

/** The year of an instant in an IANA zone; only around New Year the zone has to be asked. */
const localYear = (zone: string, instant: number): number => {
  const [early, late] = [yearOf(instant - FARTHEST_MS), yearOf(instant + FARTHEST_MS)];
  return early === late ? early : Number(localDay(zone, instant).slice(0, 4));
};

const yearOf = (instant: number): number => new Date(instant).getUTCFullYear();

/** "10:00", 24 hours, in an IANA zone. */
export const formatTime = (language: Language, zone: string, instant: InstantLike): string =>
  keep(times, `${language} ${zone} ${instant}`, () => dateFormat(language, zone, 'time').format(toMs(instant)));

/** "May 2026", «Май 2026» (nominative) of a month such as `2026-05`. */
export const formatMonth = (language: Language, month: string): string =>
  `${capitalise(dateFormat(language, 'UTC', 'month').format(noonOf(`${month}-01`)))} ${month.slice(0, 4)}`;

/** Headings of the week from Monday on, two letters each. */
export const weekdayHeadings = (language: Language): string[] => {
  // 1 January 2024 was a Monday.
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => noonOf(`2024-01-0${day}`));
  return days.map((day) => capitalise(dateFormat(language, 'UTC', 'weekday').format(day)).slice(0, 2));
};

/** "Moscow time", «Москва»: how people call an IANA zone. */
export const formatZone = (language: Language, zone: string): string => {
  const key = `${language} ${zone}`;
  const known = zones.get(key);
  if (known !== undefined) return known;
  // The generic name does not change with the season, so any instant will do.
  const parts = dateFormat(language, zone, 'zone').formatToParts(0);
  const name = (parts.find((part) => part.type === 'timeZoneName')?.value ?? zone).replace(/ Time$/, ' time');
  zones.set(key, name);
  return name;
};

/** The local day `2026-05-01` of an instant in an IANA zone. */
export const localDay = (zone: string, instant: InstantLike): string => {
  // Clocks differ by whole minutes (since 1972 everywhere), so that days change with one.
  const minute = Math.floor(toMs(instant) / 60_000);
  return keep(days, `${zone} ${minute}`, () => isoFormat(zone).format(minute * 60_000));
};

/** Swedes write their dates as ISO 8601 does. */
const isoFormat = (zone: string): Intl.DateTimeFormat =>
  keep(dates, `iso ${zone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }));

/** "€20.50", «2 000 ₽»: `amount_minor` in the currency's smallest unit; no digits after a whole amount. */
export const formatMoney = (language: Language, amount_minor: number, currency: string): string =>
  keep(amounts, `${language} ${currency} ${amount_minor}`, () => money(language, amount_minor, currency));

const money = (language: Language, amount_minor: number, currency: string): string => {
  const { format, minor_units } = keep(moneys, `${language} ${currency}`, () => moneyFormat(language, currency));
  return format.format(amount_minor / minor_units);
};

type MoneyFormat = { readonly format: Intl.NumberFormat; readonly minor_units: number };

const moneyFormat = (language: Language, currency: string): MoneyFormat => {
  const format = new Intl.NumberFormat(localeOf(language), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  return { format, minor_units: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
};

/** "1 hr 30 mins", «1 ч 30 мин». */
export const formatDuration = (language: Language, minutes: number): string =>
  keep(durations, `${language} ${minutes}`, () => duration(language, minutes));

const duration = (language: Language, minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    hours > 0 ? unit(language, 'hour', hours) : '',
    rest > 0 || hours === 0 ? unit(language, 'minute', rest) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
};

/** "in 2 hours", «через 2 часа»; whole hours where it is an hour or more and divides, minutes otherwise. */
export const formatLeft = (language: Language, minutes: number): string => {
  const format = keep(relative, language, () => new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'always' }));
  const inHours = minutes >= 60 && minutes % 60 === 0;
  return inHours ? format.format(minutes / 60, 'hour') : format.format(minutes, 'minute');
};

const unit = (language: Language, name: 'hour' | 'minute', value: number): string =>
  keep(
    numbers,
    `${name} ${language}`,
    () => new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: name, unitDisplay: 'short' }),
  ).format(value);

const dateFormat = (language: Language, zone: string, shape: DateShape): Intl.DateTimeFormat =>
  keep(
    dates,
    `${shape} ${language} ${zone}`,
    () => new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, ...SHAPES[shape] }),
  );

const keep = <V>(map: BoundedMap<V>, key: string, make: () => V): V => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
};

const toMs = (instant: InstantLike): number => (typeof instant === 'number' ? instant : Date.parse(instant));
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
