import {
  type Actions,
  AppError,
  type Booking,
  type Call,
  type ClockInterval,
  type Parsed,
  type WeekRow,
} from '@okno/contract';
import { ANNA, clock, dayOf, ZONE } from './fake-salon.test.ts';

type Override = { readonly date: string; readonly intervals: ClockInterval[] };

type Salon = {
  readonly visitsOf: (specialist: string) => Booking[];
  /** One key has one effect. */
  readonly once: <T>(call: Call, work: () => T) => T;
};

/** When the specialists of the salon in memory work, as far as it is written down: Anna on three days from ten to six. */
export const createFakeHours = ({ visitsOf, once }: Salon) => {
  const overrides = new Map<string, Override>();
  const weeks = new Map<string, WeekRow[]>([
    [ANNA, [{ days: [0, 1, 2], from: '10:00', to: '18:00', valid_from: null, valid_until: null }]],
  ]);
  const weekOf = (id: string): WeekRow[] => weeks.get(id) ?? [];
  const hoursOn = (weekly: readonly WeekRow[], date: string): readonly ClockInterval[] =>
    weekly.filter(({ days }) => days.includes(new Date(`${date}T12:00:00Z`).getUTCDay()));

  /** The visits that do not lie within the hours of their day. */
  const outside = (id: string, hours: (date: string) => readonly ClockInterval[], only?: string) =>
    visitsOf(id)
      .filter(({ starts_at }) => only === undefined || dayOf(starts_at) === only)
      .filter(({ starts_at, ends_at }) => {
        const date = dayOf(starts_at);
        return !hours(date).some(
          ({ from, to }) => Date.parse(starts_at) >= clock(date, from) && Date.parse(ends_at) <= clock(date, to),
        );
      })
      .map(({ id: visit, starts_at, ends_at }) => ({ id: visit, starts_at, ends_at }));

  const checkWeek = (weekly: readonly WeekRow[]): void => {
    const twice = weekly.some(({ days, from }, index) =>
      weekly
        .slice(0, index)
        .some((row) => row.to > from && row.from <= from && row.days.some((day) => days.includes(day))),
    );
    if (twice) throw new AppError('invalid_input', { field: 'weekly.1', rule: 'must not overlap weekly.0' });
  };

  /** What is there names its own state; whoever has seen another one changes nothing. */
  const stateOf = (what: unknown): string => JSON.stringify(what);
  const guard = ({ if_match }: Call, what: unknown): void => {
    if (if_match !== undefined && !if_match.includes(stateOf(what))) throw new AppError('changed_meanwhile');
  };
  const ownHours = (date: string): ClockInterval[] | null => overrides.get(date)?.intervals ?? null;

  const handlers = {
    'scheduling.hours': ({ id }: { id: string }) => {
      const weekly = weekOf(id);
      return { id, time_zone: ZONE, weekly, version: stateOf(weekly) };
    },
    'scheduling.day_hours': ({ id, date }: Parsed<Actions['scheduling.day_hours']>) => {
      const intervals = ownHours(date);
      return { id, date, intervals, version: stateOf(intervals) };
    },
    'scheduling.check_hours': ({ id, weekly }: Parsed<Actions['scheduling.check_hours']>) => {
      checkWeek(weekly);
      return { id, outside_hours: outside(id, (date) => hoursOn(weekly, date)) };
    },
    'scheduling.set_hours': ({ id, weekly }: Parsed<Actions['scheduling.set_hours']>, call: Call) =>
      once(call, () => {
        const before = weekOf(id);
        guard(call, before);
        checkWeek(weekly);
        weeks.set(id, weekly);
        const version = stateOf(weekly);
        return {
          id,
          time_zone: ZONE,
          weekly,
          version,
          before,
          outside_hours: outside(id, (date) => hoursOn(weekly, date)),
        };
      }),
    'scheduling.check_override': ({ id, date, intervals }: Parsed<Actions['scheduling.check_override']>) => ({
      ...{ id, date },
      outside_hours: outside(id, () => intervals ?? hoursOn(weekOf(id), date), date),
    }),
    'scheduling.overrides': ({ id, from, to }: Parsed<Actions['scheduling.overrides']>) => ({
      id,
      time_zone: ZONE,
      items: [...overrides.values()].filter(({ date }) => date >= from && date <= to),
    }),
    'scheduling.override': ({ id, date }: Parsed<Actions['scheduling.override']>) => {
      const found = overrides.get(date);
      if (found === undefined) throw new AppError('not_found');
      return { id, ...found };
    },
    'scheduling.set_override': ({ id, date, intervals }: Parsed<Actions['scheduling.set_override']>, call: Call) => {
      guard(call, ownHours(date));
      overrides.set(date, { date, intervals });
      return { id, date, intervals, before: null, outside_hours: [] };
    },
    'scheduling.remove_override': ({ id, date }: Parsed<Actions['scheduling.remove_override']>, call: Call) => {
      guard(call, ownHours(date));
      overrides.delete(date);
      return { id, date, before: [], outside_hours: [] };
    },
  };
  return { handlers, overrides, weeks };
};
