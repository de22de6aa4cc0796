import { type Actions, AppError, type Parsed } from '@okno/contract';
import type { Foresights, HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { formatInstant } from '../../time.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { listChatsOf } from '../people/index.ts';
import { releaseSeat } from '../scheduling/index.ts';
import { findTenant, findTenantRules } from '../tenants/index.ts';
import { agenda } from './agenda.ts';
import { createBooking, foreseeBooking } from './create.ts';
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
const sideOf = ({ actor }: Ctx, { whose, client_id, specialist_id }: Wish): Wish => {
  const side = whose ?? ({ client: 'mine', specialist: 'given' } as Record<string, 'mine' | 'given'>)[actor.role];
  if (side === 'mine') return { client_id: agreed('client', client_id, actor.client_id), specialist_id };
  if (side === 'given') return { client_id, specialist_id: agreed('specialist', specialist_id, actor.specialist_id) };
  return { client_id, specialist_id };
};

type Wish = Pick<Parsed<Actions['bookings.list']>, 'whose' | 'client_id' | 'specialist_id'>;

/** Who I am on this side; refused when I am nobody there, or have asked for somebody else. */
const agreed = (side: 'client' | 'specialist', wanted: string | undefined, me: string | null): string => {
  if (me === null) return refuseSide(side);
  if (wanted !== undefined && wanted !== me)
    throw new AppError('invalid_input', {
      field: `${side}_id`,
      rule: 'is somebody else than you, whose bookings these are',
    });
  return me;
};

const refuseSide = (what: string): never => {
  throw new AppError('invalid_input', { field: 'whose', rule: `you are no ${what} here` });
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
  const chats = await listChatsOf(tx, { client_id, specialist_ids: [specialist_id] });
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

export const bookingForesights: Foresights = { 'bookings.create': foreseeBooking };

export const bookingActions: HandlersOf<'bookings'> = {
  'bookings.create': createBooking,

  'bookings.get': (ctx, { id }) => getBooking(ctx, id),

  'bookings.list': (ctx, { page, limit, ...wanted }) => {
    const { tx, actor } = ctx;
    const { client_id = null, specialist_id = null } = sideOf(ctx, wanted);
    const filter: BookingFilter = {
      statuses: wanted.status === undefined ? null : [wanted.status],
      client_id,
      specialist_id,
      from: wanted.from ?? null,
      to: wanted.to ?? null,
    };
    const view = { scope: scopeOf(actor), language: actor.language };
    return paged({ page, limit }, (part) => listBookings(tx, filter, { ...view, ...part }));
  },

  'bookings.agenda': agenda,

  'bookings.cancel': cancel,
};
