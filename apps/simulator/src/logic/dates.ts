/** How an instant (Unix milliseconds) reads in one language, by the device's time zone. */
export type DateLabels = {
  readonly time: (instant: number) => string;
  /** `Today`, `Yesterday`, or the date, with the year when it is not this one. */
  readonly day: (instant: number, now: number) => string;
  /** Short form for a list: the time of today's, the weekday of this week's, else the date. */
  readonly brief: (instant: number, now: number) => string;
  /** `Fri, 20 Nov`. */
  readonly dateShort: (instant: number) => string;
  readonly full: (instant: number) => string;
  /** The zone of all these, as far from Greenwich as it is at that instant: `UTC+3`. */
  readonly zone: (instant: number) => string;
};

/** Labels for one language; `locale` is a BCP 47 tag, `timeZone` is for tests. */
export const dateLabels = (locale: string, timeZone?: string): DateLabels => {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options);
    return (instant: number) => formatter.format(instant);
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayOf = dayNumber(timeZone);
  // In English, so that it reads alike in both languages.
  const offset = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset', ...(timeZone ? { timeZone } : {}) });
  const yearOf = format({ year: 'numeric' });
  const dayMonth = format({ day: 'numeric', month: 'long' });
  const dayMonthYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const weekday = format({ weekday: 'short' });
  const numeric = format({ day: '2-digit', month: '2-digit', year: '2-digit' });

  const day = (instant: number, now: number) => {
    const apart = dayOf(instant) - dayOf(now);
    if (Math.abs(apart) <= 1) return capital(relative.format(apart, 'day'), locale);
    return yearOf(instant) === yearOf(now) ? dayMonth(instant) : dayMonthYear(instant);
  };
  const brief = (instant: number, now: number) => {
    const ago = dayOf(now) - dayOf(instant);
    if (ago === 0) return time(instant);
    return ago > 0 && ago < 7 ? weekday(instant) : numeric(instant);
  };
  return {
    time,
    day,
    brief,
    dateShort: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    full: format({ dateStyle: 'full', timeStyle: 'short' }),
    zone: (instant) => {
      const named = offset.formatToParts(instant).find(({ type }) => type === 'timeZoneName');
      const value = named?.value ?? '';
      return value === 'GMT+0' ? 'UTC' : value.replace('GMT', 'UTC');
    },
  };
};

/** Days since 1970 by the wall clock of the zone: neighbours differ by one, also where a day has 23 hours. */
export const dayNumber = (timeZone?: string): ((instant: number) => number) => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  });
  return (instant) => Date.parse(`${parts.format(instant)}T00:00Z`) / 86_400_000;
};

const capital = (text: string, locale: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
