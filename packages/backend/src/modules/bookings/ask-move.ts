import { type Actions, AppError, type Output, type Slot } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import { insertNotifications } from '../notifications/index.ts';
import { nearestSlots, nobody } from '../scheduling/index.ts';
import { missing } from './refusals.ts';
import { type ChangeRefusal, scopeOf } from './rules.ts';
import { actingAs } from './rules-states.ts';
import { isAskedToMove, type LockedBooking, lockBooking } from './store.ts';
import { listLateFacts } from './store-late.ts';

type Answer = Output<Actions['bookings.ask_to_move']>;

/**
 * The story of bookings.ask_to_move: the client is offered other times, once for this start, and nothing is changed
 * before they have chosen (docs/rules.md#days-off-in-the-chat).
 * @throws AppError `not_found`, `forbidden`, `booking_not_changeable`.
 */
export const askToMove = async (ctx: Ctx, id: string): Promise<Answer> => {
  const { tx, actor, now } = ctx;
  // Whoever asks at the same moment waits, and then sees that it has been done.
  const booking = await lockBooking(tx, id, scopeOf(actor));
  if (booking === undefined) throw missing();
  if (actingAs(actor, booking.specialist_id) === 'client') throw new AppError('forbidden');
  if (booking.status !== 'confirmed' || Date.parse(booking.starts_at) <= now)
    throw new AppError('booking_not_changeable');
  const { starts_at } = booking;
  const [asked, [facts]] = await Promise.all([isAskedToMove(tx, id), listLateFacts(tx, [id])]);
  if (asked) return { id, news: 'known' };
  const chats = facts?.chats ?? [];
  insertNotifications(
    tx,
    chats.map((chat) => ({
      ...chat,
      ...{ kind: 'move_asked', audience: 'client', subject_id: id, minutes_before: null, own_doing: false },
      ...{ send_at: formatInstant(now), late_for: starts_at },
    })),
  );
  return { id, news: chats.length === 0 ? 'no_chat' : 'new' };
};

/** Whom the business has asked to move is never too late for it, nor to cancel, until the visit begins. */
export const excused = async (
  { tx, now }: Pick<Ctx, 'tx' | 'now'>,
  refused: ChangeRefusal | null,
  booking: Pick<LockedBooking, 'id' | 'starts_at'>,
): Promise<ChangeRefusal | null> => {
  if (refused !== 'too_late_to_change' || Date.parse(booking.starts_at) <= now) return refused;
  return (await isAskedToMove(tx, booking.id)) ? null : refused;
};

/** As many as have buttons below one message. */
const OFFERED = 4;

/** What lies nearest to a visit that is to be moved, with the same specialist. */
export const listNearest = async (
  tx: Tx,
  now: number,
  { service, specialist, starts_at }: { service: { id: string }; specialist: { id: string }; starts_at: string },
): Promise<Slot[]> => {
  const wanted = { service_id: service.id, specialist_id: specialist.id, language: 'en' } as const;
  const around = { wanted_at: Date.parse(starts_at), now, count: OFFERED };
  const found = (await nearestSlots(tx, wanted, around).catch(nobody)) ?? [];
  return found.toSorted((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
};
