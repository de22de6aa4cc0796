import { AppError } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import { formatInstant } from '../../time.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { listChatsOf } from '../people/index.ts';
import { releaseSeat } from '../scheduling/index.ts';
import { findTenant, findTenantRules } from '../tenants/index.ts';
import { announce, audienceOf } from './notices.ts';
import { changeableUntil, refuseCancel, scopeOf } from './rules.ts';
import { insertCancellation, lockBooking, updateToCancelled } from './store.ts';

type Wanted = {
  readonly id: string;
  readonly reason: string | null;
  /** Nobody is told: what follows from it tells them enough. */
  readonly quiet?: boolean;
};

/**
 * Cancels a booking in the name of the actor, frees its time and calls off what has not been sent.
 * @throws AppError `not_found`, `booking_not_changeable`, `too_late_to_change`.
 */
export const cancelBooking = async (ctx: Ctx, { id, reason, quiet = false }: Wanted): Promise<void> => {
  const { tx, actor, now } = ctx;
  const [booking, rules] = await Promise.all([lockBooking(tx, id, scopeOf(actor)), findTenantRules(tx)]);
  if (booking === undefined) throw new AppError('not_found', { what: 'booking', field: 'id' });
  const starts_at = Date.parse(booking.starts_at);
  // A specialist who is the client of a colleague is bound by the client's rule.
  const role = actor.role === 'specialist' && booking.specialist_id !== actor.specialist_id ? 'client' : actor.role;
  const refused = refuseCancel({ status: booking.status, starts_at }, { role, now, ...rules });
  if (refused !== null) throw await explain(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  const { client_id, specialist_id } = booking;
  const chats = await listChatsOf(tx, { client_id, specialist_ids: [specialist_id] });
  updateToCancelled(tx, id);
  if (booking.reservation_id !== null) releaseSeat(tx, booking.reservation_id);
  insertCancellation(tx, booking, { actor: actor.id, reason });
  cancelNotifications(tx, id);
  if (quiet) return;
  announce(tx, audienceOf(chats, specialist_id), {
    kind: 'booking_cancelled',
    booking: { id, starts_at },
    now,
    done_in: actor.chat,
    reminder_minutes: [],
  });
};

/** A refusal that says until when it was possible, and whom to call now. */
const explain = async ({ tx, actor }: Ctx, code: 'booking_not_changeable' | 'too_late_to_change', until: number) => {
  const { phone } = await findTenant(tx, actor.language);
  return new AppError(code, { changeable_until: formatInstant(until), phone });
};
