import { type Actions, AppError, type Booking, BookingStatus, type Output, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { findHours, findSpecialist, localDay, scheduleDays } from '../scheduling/index.ts';
import { scopeOf } from './rules.ts';
import { type BookingFilter, listBookings } from './store.ts';

type Input = Parsed<Actions['bookings.agenda']>;

/** The day of a specialist: when they work, and who comes; today when no day is named. */
export const agenda = async (ctx: Ctx, input: Input): Promise<Output<Actions['bookings.agenda']>> => {
  const specialist = await ownerOf(ctx, input.specialist_id);
  const date = input.date ?? localDay(specialist.time_zone, ctx.now);
  const [working, bookings] = await Promise.all([workingOn(ctx, specialist, date), visitsOn(ctx, specialist, date)]);
  return { time_zone: specialist.time_zone, date, working, bookings };
};

type Owner = { readonly id: string; readonly time_zone: string };

/** Whose day is asked for; specialists see their own, the others anybody's. */
const ownerOf = async ({ tx, actor }: Ctx, wanted: string | undefined): Promise<Owner> => {
  const id = wanted ?? actor.specialist_id;
  if (id === null) throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed' });
  if (actor.role === 'specialist' && id !== actor.specialist_id) throw new AppError('forbidden');
  const specialist = await findSpecialist(tx, id);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field: 'specialist_id' });
  return specialist;
};

/** The working hours of that local day, as instants. */
const workingOn = async ({ tx }: Ctx, { id, time_zone }: Owner, date: string) => {
  const { hours, overrides } = await findHours(tx, id, { from: date, to: date });
  const range = { zone: time_zone, from_day: date, to_day: date };
  const [day] = scheduleDays({ weekly: hours, overrides, taken: [] }, range);
  return (day?.working ?? []).map(({ from, to }) => ({ starts_at: formatInstant(from), ends_at: formatInstant(to) }));
};

const NOT_CANCELLED = BookingStatus.options.filter((status) => status !== 'cancelled');

/** What is read at once; a day with more bookings is read in several parts. */
const PART = 200;

/** Every booking of that local day but the cancelled ones, in order. */
const visitsOn = async ({ tx, actor }: Ctx, { id, time_zone }: Owner, date: string): Promise<Booking[]> => {
  const filter: BookingFilter = {
    statuses: NOT_CANCELLED,
    client_id: null,
    specialist_id: id,
    from: formatInstant(startOfDay(time_zone, dayToEpoch(date))),
    to: formatInstant(startOfDay(time_zone, dayToEpoch(date) + 1)),
    order: 'asc',
  };
  const view = { scope: scopeOf(actor), language: actor.language, limit: PART };
  const found: Booking[] = [];
  for (let page = 1; ; page += 1) {
    const part = await listBookings(tx, filter, { ...view, page });
    found.push(...part);
    if (part.length < PART) return found;
  }
};
