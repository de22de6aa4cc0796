import { localDay } from '@okno/contract';
import { addDays } from './days.ts';
import { instantOf } from './typed-time.ts';
import { weekdaysOf } from './week-grid.ts';

/** What somebody chose by taps: `days` are weekdays as bits, `times` 0 is without an end. */
export type Regularly = {
  readonly every: 'week' | 'fortnight' | 'days';
  readonly days: number;
  readonly times: number;
};

/** The first visit that was chosen; or, `after` it, one that stands already and after which the series begins. */
export type From = { readonly at: string; readonly zone: string; readonly after: boolean };

/** As RFC 5545 writes weekdays, from Sunday on. */
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const STEPS = { week: 7, fortnight: 14, days: 1 } as const;

/** 0 is Sunday. */
export const weekdayAt = (zone: string, at: string): number => new Date(localDay(zone, at)).getUTCDay();

/**
 * The rule of what was chosen, beginning with the first time that lies ahead: a visit may be over, and a choice may take
 * its while. An instant that does not fit the weekdays is no occurrence (docs/rules.md#series).
 */
export const ruleOf = ({ every, days, times }: Regularly, { at, zone, after }: From, now: number) => {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
  const step = STEPS[every];
  let day = addDays(localDay(zone, at), after ? step : 0);
  while (Date.parse(instantOf(zone, { day, time })) <= now) day = addDays(day, step);
  const on = every === 'days' ? weekdaysOf(days) : [new Date(day).getUTCDay()];
  return {
    timezone: zone,
    starts_at_local: `${day}T${time}:00`,
    rrule: [
      'FREQ=WEEKLY',
      ...(every === 'fortnight' ? ['INTERVAL=2'] : []),
      `BYDAY=${on.map((weekday) => WEEKDAYS[weekday]).join(',')}`,
      ...(times === 0 ? [] : [`COUNT=${times}`]),
    ].join(';'),
  };
};
