import type { Actions, Booking, Output, Parsed } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { dayToEpoch, formatInstant, MINUTE_MS, startOfDay } from '../../time.ts';
import { cancelNewsTo, insertNotifications, type PlannedNotification } from '../notifications/index.ts';
import type { Chat } from '../people/index.ts';
import { localDay, lockSpecialists } from '../scheduling/index.ts';
import { delaysOf, newsOf, startsConcerned } from './rules-late.ts';
import { type BookingFilter, listBookings } from './store.ts';
import { listLateFacts } from './store-late.ts';
import { type Owner, ownerOf } from './whose-day.ts';

type Input = Parsed<Actions['bookings.delay']>;
type Delay = Output<Actions['bookings.delay']>;
type LateVisit = Delay['visits'][number] & { readonly chats: readonly Chat[] };

/** The story of bookings.delay: whom a delay of now concerns, and what they would be told. */
export const delay = async (ctx: Ctx, { id, minutes }: Input): Promise<Delay> => {
  const specialist = await ownerOf(ctx, id, 'id');
  return told(specialist, minutes, await visitsBehind(ctx, specialist, minutes));
};

/** The story of bookings.tell_late: those who do not know yet are told (docs/rules.md#running-late). */
export const tellLate = async (ctx: Ctx, { id, minutes }: Input): Promise<Delay> => {
  const specialist = await ownerOf(ctx, id, 'id');
  // Whoever tells of the same delay at this moment waits, and then sees that it has been told.
  lockSpecialists(ctx.tx, [specialist.id]);
  const visits = await visitsBehind(ctx, specialist, minutes);
  const unaware = visits.filter(({ news }) => news === 'new');
  for (const { booking, chats } of unaware)
    cancelNewsTo(ctx.tx, booking.id, { kinds: ['running_late'], audience: 'client', chats });
  insertNotifications(
    ctx.tx,
    unaware.flatMap((visit) => letters(visit, ctx.now)),
  );
  return told(specialist, minutes, visits);
};

const told = ({ time_zone }: Owner, minutes: number, visits: readonly LateVisit[]): Delay => ({
  time_zone,
  minutes,
  visits: visits.map(({ chats: _, ...visit }) => visit),
});

const letters = ({ booking, late_minutes, chats }: LateVisit, now: number): PlannedNotification[] =>
  chats.map((chat) => ({
    ...chat,
    kind: 'running_late',
    audience: 'client',
    subject_id: booking.id,
    minutes_before: null,
    send_at: formatInstant(now),
    own_doing: false,
    late_minutes,
    late_for: booking.starts_at,
  }));

/** The visits of today that begin late, in order. */
const visitsBehind = async (ctx: Ctx, specialist: Owner, minutes: number): Promise<LateVisit[]> => {
  const bookings = await listConcerned(ctx, specialist, minutes);
  const facts = await listLateFacts(ctx.tx, [...bookings.keys()]);
  const delays = delaysOf(
    facts.map(({ id, from, to }) => ({ id, from: Date.parse(from), to: Date.parse(to) })),
    minutes,
  );
  return facts.flatMap(({ id, told_minutes, chats }) => {
    const [booking, late_minutes] = [bookings.get(id), delays.get(id)];
    if (booking === undefined || late_minutes === undefined) return [];
    const expected_at = formatInstant(Date.parse(booking.starts_at) + late_minutes * MINUTE_MS);
    const news = newsOf({ late_minutes, told_minutes, chats: chats.length });
    return [{ booking, late_minutes, expected_at, told_minutes, news, chats }];
  });
};

/** More visits than these nobody gives in a day; seats of groups count each. */
const MOST = 1000;

/** What is certain and could not have begun yet, if the specialist is so late. */
const listConcerned = async (
  { tx, actor, now }: Ctx,
  { id, time_zone }: Owner,
  minutes: number,
): Promise<Map<string, Booking>> => {
  const end_of_day = startOfDay(time_zone, dayToEpoch(localDay(time_zone, now)) + 1);
  const { after, before } = startsConcerned(now, minutes, end_of_day);
  const filter: BookingFilter = {
    statuses: ['confirmed'],
    client_id: null,
    specialist_id: id,
    from: formatInstant(after),
    to: formatInstant(before),
    order: 'asc',
  };
  // Whose visits may be seen was decided with whose day it is.
  const found = await listBookings(tx, filter, { scope: 'all', language: actor.language, page: 1, limit: MOST });
  return new Map(
    found
      .filter(({ starts_at }) => Date.parse(starts_at) > after)
      .map(({ total: _, ...booking }) => [booking.id, booking]),
  );
};
