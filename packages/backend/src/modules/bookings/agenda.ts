import { type Actions, type Booking, BookingStatus, type Output, type Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { findHours, localDay, scheduleDays } from '../scheduling/index.ts';
import { scopeOf } from './rules.ts';
import { type BookingFilter, listBookings } from './store.ts';
import { type Owner, ownerOf } from './whose-day.ts';

type Input = Parsed<Actions['bookings.agenda']>;

/** The day of a specialist: when they work, and who comes; today when no day is named. */
export const agenda = async (ctx: Ctx, input: Input): Promise<Output<Actions['bookings.agenda']>> => {
  const specialist = await ownerOf(ctx, input.specialist_id, 'specialist_id');
  const date = input.date ?? localDay(specialist.time_zone, ctx.now);
  const [working, bookings] = await Promise.all([workingOn(ctx, specialist, date), visitsOn(ctx, specialist, date)]);
  return { time_zone: specialist.time_zone, date, working, bookings };
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
