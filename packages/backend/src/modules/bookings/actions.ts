import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { dayToEpoch, formatInstant, startOfDay } from '../../time.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { listReachableChats } from '../people/index.ts';
import { findSpecialist, findTime, localDay, releaseSeat, scheduleDays } from '../scheduling/index.ts';
import { findTenant, findTenantRules } from '../tenants/index.ts';
import { createBooking } from './create.ts';
import { announce, audienceOf } from './notices.ts';
import { changeableUntil, refuseCancel, scopeOf } from './rules.ts';
import {
  type BookingFilter,
  findBooking,
  insertCancellation,
  listBookings,
  lockBooking,
  updateToCancelled,
} from './store.ts';

const missing = () => new AppError('not_found', { what: 'booking', field: 'id' });

const getBooking = async ({ tx, actor }: Ctx, id: string) => {
  const booking = await findBooking(tx, id, { scope: scopeOf(actor), language: actor.language });
  if (booking === undefined) throw missing();
  return booking;
};

/** `mine`: as a client; `given`: as a specialist. Without a wish clients see theirs, specialists what they give. */
const sideOf = ({ actor }: Ctx, whose: 'mine' | 'given' | undefined): Partial<BookingFilter> => {
  const side = whose ?? ({ client: 'mine', specialist: 'given' } as Record<string, 'mine' | 'given'>)[actor.role];
  if (side === 'mine') return { client_id: actor.client_id ?? refuseSide('client') };
  if (side === 'given') return { specialist_id: actor.specialist_id ?? refuseSide('specialist') };
  return {};
};

const refuseSide = (what: string): never => {
  throw new AppError('invalid_input', { field: 'whose', rule: `you are no ${what} here` });
};

/** Whose day is asked for; specialists see their own, the others anybody's. */
const agendaOwner = ({ actor }: Ctx, wanted: string | undefined): string => {
  const specialist_id = wanted ?? actor.specialist_id;
  if (specialist_id === null) throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed' });
  if (actor.role === 'specialist' && specialist_id !== actor.specialist_id) throw new AppError('forbidden');
  return specialist_id;
};

/** The instants between which a local day lies. */
const dayBounds = (zone: string, day: string) => ({
  from: formatInstant(startOfDay(zone, dayToEpoch(day))),
  to: formatInstant(startOfDay(zone, dayToEpoch(day) + 1)),
});

const agenda = async (ctx: Ctx, input: { specialist_id?: string | undefined; date?: string | undefined }) => {
  const { tx, actor } = ctx;
  const specialist_id = agendaOwner(ctx, input.specialist_id);
  const specialist = await findSpecialist(tx, specialist_id);
  if (specialist === undefined) throw new AppError('not_found', { what: 'specialist', field: 'specialist_id' });
  const zone = specialist.time_zone;
  const date = input.date ?? localDay(zone, ctx.now);
  const range = { zone, from_day: date, to_day: date };
  const { hours, overrides } = await findTime(tx, specialist_id, { from: date, to: date });
  const [day] = scheduleDays({ weekly: hours, overrides, taken: [] }, range);
  const filter = { status: null, client_id: null, specialist_id, ...dayBounds(zone, date) };
  const found = await listBookings(tx, filter, {
    scope: scopeOf(actor),
    language: actor.language,
    page: 1,
    limit: 200,
  });
  const working = (day?.working ?? []).map(({ from, to }) => ({
    starts_at: formatInstant(from),
    ends_at: formatInstant(to),
  }));
  return { time_zone: zone, date, working, bookings: found.filter((booking) => booking.status !== 'cancelled') };
};

const cancel = async (ctx: Ctx, { id, reason }: { id: string; reason?: string | undefined }) => {
  const { tx, actor, now } = ctx;
  const [booking, rules] = await Promise.all([lockBooking(tx, id, scopeOf(actor)), findTenantRules(tx)]);
  if (booking === undefined) throw missing();
  const starts_at = Date.parse(booking.starts_at);
  // A specialist who is the client of a colleague is bound by the client's rule.
  const role = actor.role === 'specialist' && booking.specialist_id !== actor.specialist_id ? 'client' : actor.role;
  const refused = refuseCancel({ status: booking.status, starts_at }, { role, now, ...rules });
  if (refused !== null) throw await explain(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  const { client_id, specialist_id } = booking;
  const chats = await listReachableChats(tx, { client_id, specialist_ids: [specialist_id] });
  updateToCancelled(tx, id);
  if (booking.reservation_id !== null) releaseSeat(tx, booking.reservation_id);
  insertCancellation(tx, booking, { actor: actor.id, reason: reason ?? null });
  cancelNotifications(tx, id);
  announce(tx, audienceOf(chats, specialist_id), {
    kind: 'booking_cancelled',
    booking: { id, starts_at },
    now,
    done_in: actor.chat,
    reminder_minutes: [],
  });
  return getBooking(ctx, id);
};

/** A refusal that says until when it was possible, and whom to call now. */
const explain = async ({ tx, actor }: Ctx, code: 'booking_not_changeable' | 'too_late_to_change', until: number) => {
  const { phone } = await findTenant(tx, actor.language);
  return new AppError(code, { changeable_until: formatInstant(until), phone });
};

export const bookingActions: HandlersOf<'bookings'> = {
  'bookings.create': createBooking,

  'bookings.get': (ctx, { id }) => getBooking(ctx, id),

  'bookings.list': async (ctx, { page, limit, whose, ...wanted }) => {
    const { tx, actor } = ctx;
    const filter: BookingFilter = {
      status: wanted.status ?? null,
      specialist_id: wanted.specialist_id ?? null,
      client_id: wanted.client_id ?? null,
      from: wanted.from ?? null,
      to: wanted.to ?? null,
      ...sideOf(ctx, whose),
    };
    const view = { scope: scopeOf(actor), language: actor.language, page, limit };
    return paged({ page, limit }, await listBookings(tx, filter, view));
  },

  'bookings.agenda': agenda,

  'bookings.cancel': cancel,
};
