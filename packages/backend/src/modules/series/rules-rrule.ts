/**
 * The text of a recurrence rule (RFC 5545, 3.3.10), checked part by part (docs/rules.md#series). What a series cannot
 * follow is refused here with the reason, so that the expansion never meets it.
 */

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** The last moment of a rule: an instant, or a wall-clock time written as if it were one in UTC (both in ms). */
export type Until = { readonly kind: 'instant' | 'wall'; readonly ms: number };

export type Rule = {
  /** In capitals, without `RRULE:`, in the order in which it was given. */
  readonly text: string;
  readonly freq: Frequency;
  readonly count: number | null;
  readonly until: Until | null;
};

/** What is wrong with a rule, in words. */
type Fault = { readonly fault: string };

/** As many lessons as the longest series has; more is a slip of the finger, and costs time at every look. */
const MOST_COUNT = 1000;
const MOST_INTERVAL = 1000;
const LONGEST_TEXT = 500;

const FREQUENCIES: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const SUB_DAILY = ['HOURLY', 'MINUTELY', 'SECONDLY'];
const WEEKDAY = '(?:MO|TU|WE|TH|FR|SA|SU)';
const BY_DAY = new RegExp(`^([+-]?[1-9]\\d?)?${WEEKDAY}$`);
const WKST = new RegExp(`^${WEEKDAY}$`);

/** Numbers from 1 to `most`, also from the end where `negative`; each at most once. */
const numbersUpTo = (most: number, negative: boolean) => {
  const fits = (one: string): boolean => {
    const number = /^[+-]?\d{1,3}$/.test(one) ? Number(one) : 0;
    return number !== 0 && number <= most && number >= (negative ? -most : 1);
  };
  return (value: string, name: string): string | null => {
    const all = value.split(',');
    if (!all.every(fits))
      return `${name} must be numbers from 1 to ${most}${negative ? ', or negative from the end' : ''}`;
    return new Set(all.map(Number)).size === all.length ? null : `${name} names a number twice`;
  };
};

const byDay = (value: string): string | null => {
  const days = value.split(',');
  if (!days.every((day) => BY_DAY.test(day))) return 'BYDAY must be weekdays such as MO, 2TU or -1FR';
  const every = days.filter((day) => day.length === 2);
  const twice = new Set(days).size < days.length || days.some((day) => day.length > 2 && every.includes(day.slice(-2)));
  return twice ? 'BYDAY names a day twice' : null;
};

const wholeUpTo =
  (most: number) =>
  (value: string, name: string): string | null =>
    /^[1-9]\d{0,6}$/.test(value) && Number(value) <= most ? null : `${name} must be a whole number from 1 to ${most}`;

const freq = (value: string): string | null => {
  if (SUB_DAILY.includes(value)) return 'FREQ must be DAILY or rarer: an occurrence has one time of day';
  return FREQUENCIES.some((known) => known === value) ? null : 'FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY';
};

const oneTimeOfDay = (_value: string, name: string): string =>
  `${name} is not possible: the time of day is that of starts_at_local`;

/** What each part may say; the fault in words, or null. */
const PARTS: Readonly<Record<string, (value: string, name: string) => string | null>> = {
  FREQ: freq,
  INTERVAL: wholeUpTo(MOST_INTERVAL),
  COUNT: wholeUpTo(MOST_COUNT),
  UNTIL: (value) => (parseUntil(value) === null ? 'UNTIL must be a time such as 20261231T170000Z or a day' : null),
  BYDAY: byDay,
  BYMONTHDAY: numbersUpTo(31, true),
  BYYEARDAY: numbersUpTo(366, true),
  BYWEEKNO: numbersUpTo(53, true),
  BYMONTH: numbersUpTo(12, false),
  BYSETPOS: numbersUpTo(366, true),
  WKST: (value) => (WKST.test(value) ? null : 'WKST must be a weekday such as MO'),
  BYHOUR: oneTimeOfDay,
  BYMINUTE: oneTimeOfDay,
  BYSECOND: oneTimeOfDay,
};

/** `FREQ=WEEKLY;BYDAY=MO`, with or without `RRULE:` before it, in any case; or what is wrong with it. */
export const parseRule = (given: string): Rule | Fault => {
  const text = given.toUpperCase().replace(/^RRULE:/, '');
  if (text.length > LONGEST_TEXT) return { fault: `must have at most ${LONGEST_TEXT} characters` };
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    const check = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (check === undefined) return { fault: `has an unknown part: ${part.slice(0, 40)}` };
    if (parts.has(name)) return { fault: `has ${name} twice` };
    const fault = check(value, name);
    if (fault !== null) return { fault };
    parts.set(name, value);
  }
  const fault = checkTogether(parts);
  return fault === null ? ruleOf(text, parts) : { fault };
};

const ruleOf = (text: string, parts: ReadonlyMap<string, string>): Rule => {
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  return {
    text,
    freq: parts.get('FREQ') as Frequency,
    count: count === undefined ? null : Number(count),
    until: until === undefined ? null : parseUntil(until),
  };
};

type Parts = ReadonlyMap<string, string>;

/** What the standard forbids of parts that are fine alone. */
const checkTogether = (parts: Parts): string | null => {
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return 'needs FREQ';
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'may have COUNT or UNTIL, not both';
  if (parts.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'BYMONTHDAY is not possible with FREQ=WEEKLY';
  const fault = checkOfYear(parts);
  if (fault !== null) return fault;
  if (parts.has('BYSETPOS') && ![...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS'))
    return 'BYSETPOS needs another BY part to choose from';
  return checkOrdinals(parts);
};

/** Days and weeks counted through the year; the library reads them wrongly together with other ways to count days. */
const checkOfYear = (parts: Parts): string | null => {
  const name = ['BYYEARDAY', 'BYWEEKNO'].find((one) => parts.has(one));
  if (name === undefined) return null;
  if (parts.get('FREQ') !== 'YEARLY') return `${name} is possible with FREQ=YEARLY only`;
  const others = name === 'BYWEEKNO' ? ['BYMONTH', 'BYMONTHDAY'] : ['BYMONTH', 'BYMONTHDAY', 'BYDAY', 'BYWEEKNO'];
  const other = others.find((one) => parts.has(one));
  return other === undefined ? null : `${name} is not possible with ${other}`;
};

/** What the library reads wrongly. */
const checkOrdinalsOfYear = (parts: Parts, ordinals: number): string | null => {
  if (parts.has('BYMONTHDAY')) return 'BYDAY may not count weekdays together with BYMONTHDAY';
  const days = (parts.get('BYDAY') ?? '').split(',').length;
  return ordinals < days ? 'BYDAY may count weekdays of the year or name them, not both' : null;
};

/** `2MO`: the second Monday of a month or a year; there is no second Monday of a week. */
const checkOrdinals = (parts: Parts): string | null => {
  const ordinals = [...(parts.get('BYDAY') ?? '').matchAll(/[+-]?(\d+)/g)].map(([, digits]) => Number(digits));
  if (ordinals.length === 0) return null;
  const frequency = parts.get('FREQ');
  if ((frequency !== 'MONTHLY' && frequency !== 'YEARLY') || parts.has('BYWEEKNO'))
    return 'BYDAY may count weekdays only in months and years';
  const fault = frequency === 'YEARLY' ? checkOrdinalsOfYear(parts, ordinals.length) : null;
  if (fault !== null) return fault;
  const most = frequency === 'MONTHLY' || parts.has('BYMONTH') ? 5 : 53;
  return Math.max(...ordinals) > most ? `BYDAY may count weekdays up to ${most}` : null;
};

/** `20261231`, `20261231T180000` or `20261231T170000Z`; a day counts to its end. Null for anything else. */
const parseUntil = (value: string): Until | null => {
  const [, day = '', time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(value) ?? [];
  const ms = wallOf(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, time ?? '235959');
  return ms === null ? null : { kind: utc === undefined ? 'wall' : 'instant', ms };
};

const wallOf = (day: string, time: string): number | null =>
  parseWall(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`);

/**
 * `2026-03-02T18:00:00` (the seconds may be left out) → ms, as if it were UTC; null for what no calendar and no clock
 * shows, and outside the years 1900–2199.
 */
export const parseWall = (text: string): number | null => {
  const [, minute = '', second = ':00'] = /^((?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d)(:\d\d)?$/.exec(text) ?? [];
  const ms = Date.parse(`${minute}${second}Z`);
  // Only what reads back the same was on the calendar: 30 February and 24:00 would move on.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(`${minute}${second}`) ? ms : null;
};

/** ms as if it were UTC → `2026-03-02T18:00:00`. */
export const formatWall = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

/** The same rule with another COUNT. */
export const withCount = (text: string, count: number): string => text.replace(/COUNT=\d+/, `COUNT=${count}`);

/** A weekly rule on one weekday, on that of another wall-clock time; null where the new days have to be said. */
export const onWeekdayOf = (text: string, wall: number): string | null => {
  if (!/FREQ=WEEKLY/.test(text) || !/BYDAY=[A-Z]{2}(;|$)/.test(text)) return null;
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(wall).getUTCDay()];
  return text.replace(/BYDAY=[A-Z]{2}/, `BYDAY=${weekday}`);
};
