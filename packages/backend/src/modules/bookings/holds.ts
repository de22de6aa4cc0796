import { changeableUntil } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { InTenant, Tx } from '../../db/tx.ts';
import type { DueResult } from '../../due.ts';
import type { DueItem } from '../../due-item.ts';
import { formatInstant } from '../../time.ts';
import { cancelNotifications } from '../notifications/index.ts';
import { listChatsOf } from '../people/index.ts';
import { deleteExpiredHolds, type GivenService, updateToTaken } from '../scheduling/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { endBooking } from './cancel.ts';
import { announce, audienceOf } from './notices.ts';
import { expiredHold, missing, refusedChange } from './refusals.ts';
import { completesAt, refuseChange, scopeOf } from './rules.ts';
import { actingAs } from './rules-states.ts';
import {
  type BookingMessage,
  type LockedBooking,
  lockBooking,
  lockExpiredHolds,
  lockExpiredInRooms,
  saveBookingMessage,
} from './store.ts';
import { updateToConfirmed } from './store-changes.ts';

type Wanted = { readonly id: string; readonly message: BookingMessage | null };

/**
 * Confirms a booking that is held, in the name of the actor: the time is taken for good, and everybody is told.
 * @throws AppError `not_found`, `hold_expired`, `booking_not_changeable`, `forbidden`.
 */
export const confirmBooking = async (ctx: Ctx, { id, message }: Wanted): Promise<void> => {
  const { tx, actor, now } = ctx;
  const [booking, rules] = await Promise.all([lockBooking(tx, id, scopeOf(actor)), findTenantRules(tx)]);
  if (booking === undefined) throw missing();
  if (hasRunOut(booking)) throw expiredHold(ctx, booking);
  const { client_id, specialist_id, status, reservation_id } = booking;
  const by = actingAs(actor, specialist_id);
  const starts_at = Date.parse(booking.starts_at);
  const refused = refuseChange('confirm', { status, starts_at }, { by, now, ...rules });
  if (refused !== null)
    throw await refusedChange(ctx, refused, changeableUntil(starts_at, rules.cancel_notice_minutes));
  const chats = await listChatsOf(tx, { client_id, specialist_ids: [specialist_id] });
  const completes_at = formatInstant(completesAt(Date.parse(booking.ends_at), rules.complete_after_minutes));
  updateToConfirmed(
    tx,
    { id, completes_at },
    {
      by: { actor: actor.id, acting_as: by },
      line: { change: 'confirmed', before: { status }, after: { status: 'confirmed' }, reason: null },
    },
  );
  if (reservation_id !== null) updateToTaken(tx, reservation_id);
  if (message !== null) saveBookingMessage(tx, id, message);
  cancelNotifications(tx, id);
  announce(tx, audienceOf(chats, specialist_id), {
    kind: 'booking_created',
    booking: { id, starts_at },
    now,
    done_in: actor.chat,
    reminder_minutes: rules.reminder_minutes,
  });
};

/** What has run out remembers until when it was held; what was confirmed or given back does not. */
const hasRunOut = ({ status, held_until }: LockedBooking): boolean => status === 'cancelled' && held_until !== null;

/**
 * Lets go of all holds of a specialist, and of all in the rooms of the service, that have run out by the database's
 * clock, in the transaction of somebody who wants the time, and says whether there were any. The caller holds the locks
 * of `lockTime`.
 */
export const expireHolds = async (
  tx: Tx,
  { specialist_id, rooms }: Pick<GivenService, 'specialist_id' | 'rooms'>,
): Promise<boolean> => {
  // Asked for together: whoever loses a race comes by here while everybody waits for the lock.
  const [now, expired, forgotten, inRooms] = await Promise.all([
    tx.now,
    lockExpiredHolds(tx, specialist_id),
    deleteExpiredHolds(tx, specialist_id),
    rooms === null
      ? []
      : lockExpiredInRooms(
          tx,
          rooms.map(({ id }) => id),
        ),
  ]);
  const others = inRooms.filter((booking) => booking.specialist_id !== specialist_id);
  for (const booking of [...expired, ...others]) await letGo(tx, booking, now);
  return expired.length > 0 || others.length > 0 || forgotten;
};

/**
 * Ends one hold at its time. Harmless to repeat: what was confirmed, given back, moved to a later end or let go by
 * somebody who wanted the time is left as it is.
 */
export const endHold =
  (inTenant: InTenant) =>
  ({ tenant_id, due_id }: DueItem): Promise<DueResult> =>
    inTenant(tenant_id, async (tx) => {
      const [now, booking] = await Promise.all([tx.now, lockBooking(tx, due_id, 'all')]);
      if (booking !== undefined && hasRunOut(booking) && booking.reservation_id !== null) await letGo(tx, booking, now);
      return { done: true };
    });

const letGo = (tx: Tx, booking: LockedBooking, now: number): Promise<void> =>
  endBooking(tx, booking, {
    kind: 'hold_expired',
    actor: 'system',
    acting_as: 'system',
    reason: 'hold_expired',
    now,
    done_in: null,
    quiet: false,
  });
