import { changeableUntil } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { type Chat, listChatsOf } from '../people/index.ts';
import { releaseSeat } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { excused } from './ask-move.ts';
import { announce, audienceOf } from './notices.ts';
import { missing, refusedChange } from './refusals.ts';
import { refuseChange, scopeOf } from './rules.ts';
import { actingAs } from './rules-states.ts';
import { type By, type LockedBooking, lockBooking } from './store.ts';
import { updateToCancelled } from './store-changes.ts';

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
  if (booking === undefined) throw missing();
  const by = actingAs(actor, booking.specialist_id);
  const starts_at = Date.parse(booking.starts_at);
  const refused = await excused(
    ctx,
    refuseChange('cancel', { status: booking.status, starts_at }, { by, now, ...rules }),
    booking,
  );
  if (refused !== null)
    throw await refusedChange(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  await endBooking(tx, booking, {
    kind: 'booking_cancelled',
    actor: actor.id,
    acting_as: by,
    reason,
    now,
    done_in: actor.chat,
    quiet,
  });
};

type Ending = By & {
  readonly kind: 'booking_cancelled' | 'hold_expired';
  readonly reason: string | null;
  readonly now: number;
  readonly done_in: Chat | null;
  readonly quiet: boolean;
};

/** The booking is over before it took place: frees its time, and tells those who knew of it. */
export const endBooking = async (tx: Tx, booking: LockedBooking, ending: Ending): Promise<void> => {
  const { id, client_id, specialist_id, reservation_id } = booking;
  const { kind, reason } = ending;
  const was = kind === 'hold_expired' ? 'held' : booking.status;
  // Specialists are told of what is certain, so nobody tells them that it is not.
  const specialist_ids = was === 'confirmed' ? [specialist_id] : [];
  const chats = await listChatsOf(tx, { client_id, specialist_ids });
  updateToCancelled(
    tx,
    { id, keeps_hold: kind === 'hold_expired' },
    { by: ending, line: { change: 'cancelled', before: { status: was }, after: { status: 'cancelled' }, reason } },
  );
  if (reservation_id !== null) releaseSeat(tx, reservation_id);
  cancelNotifications(tx, id);
  announce(tx, audienceOf(chats, specialist_id), {
    ...ending,
    // Who was only offered it had nothing that could be cancelled.
    kind: booking.offered && was === 'held' ? 'waitlist_passed' : kind,
    booking: { id, starts_at: Date.parse(booking.starts_at) },
    reminder_minutes: [],
  });
};
