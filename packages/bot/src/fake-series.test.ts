import { type Actions, AppError, type Booking, type Parsed, type Series, type SeriesClash } from '@okno/contract';
import { clock, DAY_MS, instant, NOW, uuid, ZONE } from './fake-salon.test.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const HORIZON_DAYS = 180;

type Salon = {
  readonly bookings: ReadonlyMap<string, Booking>;
  readonly series: Series[];
  readonly names: (ids: {
    service_id: string;
    specialist_id: string;
    client_id: string;
  }) => Pick<Series, 'service' | 'specialist' | 'client'>;
};

/** Weekly series of the salon in memory; a time that a booking has is taken, and on Sundays nobody works. */
export const createFakeSeries = ({ bookings, series, names }: Salon) => {
  /** Instants at which clients are elsewhere. */
  const elsewhere = new Set<string>();

  const startsOf = (input: { starts_at_local: string; rrule: string }, limit: number): string[] => {
    const part = (name: string) => new RegExp(`${name}=([^;]+)`).exec(input.rrule)?.[1];
    const [first, time] = [input.starts_at_local.slice(0, 10), input.starts_at_local.slice(11, 16)];
    const monday = Date.parse(first) - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
    const [days, interval] = [part('BYDAY')?.split(',') ?? [], Number(part('INTERVAL') ?? 1)];
    const all = Array.from({ length: 3 * 366 }, (_, index) => monday + index * DAY_MS);
    return all
      .filter((day, index) => Math.floor(index / 7) % interval === 0 && day >= Date.parse(first))
      .filter((day) => days.includes(WEEKDAYS[new Date(day).getUTCDay()] ?? ''))
      .slice(0, Math.min(limit, Number(part('COUNT') ?? limit)))
      .map((day) => instant(clock(instant(day).slice(0, 10), time)));
  };

  const clashAt = (at: string, specialist_id: string): SeriesClash | null => {
    if (Date.parse(at) > NOW + HORIZON_DAYS * DAY_MS) return null;
    const has = ({ status, specialist, starts_at }: Booking) =>
      status === 'confirmed' && specialist.id === specialist_id && Date.parse(starts_at) === Date.parse(at);
    if ([...bookings.values()].some(has)) return 'taken';
    return new Date(at).getUTCDay() === 0 ? 'outside_hours' : null;
  };

  const create = (input: Parsed<Actions['series.create']>): Series => {
    const { service_id, specialist_id, client_id = uuid(21), skip } = input;
    const skipped = new Set(skip.map((at) => Date.parse(at)));
    const starts = startsOf(input, 26);
    const unknown = [...skipped].some((at) => !starts.some((start) => Date.parse(start) === at));
    if (unknown) throw new AppError('invalid_input', { field: 'skip.0' });
    const clashes = starts
      .filter((at) => !skipped.has(Date.parse(at)))
      .flatMap((starts_at) => {
        const reason = elsewhere.has(starts_at) ? 'already_booked' : clashAt(starts_at, specialist_id);
        return reason === null ? [] : [{ starts_at, reason }];
      });
    if (clashes.length > 0) throw new AppError('series_clash', { clashes });
    const made: Series = {
      ...{ id: uuid(901 + series.length), status: 'active', ended_reason: null, time_zone: ZONE },
      ...names({ service_id, specialist_id, client_id }),
      ...{ starts_at_local: input.starts_at_local, rrule: input.rrule, exdates: [], ends_before: null },
      ...{ extended_until: instant(NOW + HORIZON_DAYS * DAY_MS), follows: null, note: null, created_at: instant(NOW) },
      occurrences: starts.map((occurrence_at) => {
        const booked = !skipped.has(Date.parse(occurrence_at));
        return {
          ...{ occurrence_at, status: booked ? ('booked' as const) : ('skipped' as const), clash: null },
          ...{ booking_id: null, starts_at: booked ? occurrence_at : null, changeable_until: null },
        };
      }),
    };
    series.push(made);
    return made;
  };

  const handlers = {
    'series.preview': (input: Parsed<Actions['series.preview']>) => ({
      occurrences: startsOf(input, input.limit).map((starts_at) => {
        const reason = input.specialist_id === undefined ? null : clashAt(starts_at, input.specialist_id);
        return { starts_at, clash: reason !== null, ...(reason === null ? {} : { reason }) };
      }),
    }),
    'series.create': create,
  };
  return { handlers, elsewhere };
};
