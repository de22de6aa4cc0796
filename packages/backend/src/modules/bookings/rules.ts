import { changeableUntil, type Role } from '@okno/contract';
import { MINUTE_MS } from '../../time.ts';
import { type ActingAs, type Change, type Status, wayOf } from './rules-states.ts';

/** Changes that clients make only in good time; a hold is no promise yet, and may be given back at any time. */
const NEEDS_NOTICE: readonly Change[] = ['move', 'cancel'];
const NOT_BEFORE_START: readonly Change[] = ['complete', 'no_show'];

export type ChangeRefusal = 'booking_not_changeable' | 'forbidden' | 'too_late_to_change' | 'not_started';

/**
 * Why this booking cannot be changed so, now and by somebody like this, or null. Clients move and cancel until the
 * notice of their business, to the millisecond; staff always, as long as the booking is open. Nothing is marked as
 * done or missed before it began. All instants are Unix milliseconds.
 */
export const refuseChange = (
  change: Change,
  booking: { status: Status; starts_at: number },
  { by, now, cancel_notice_minutes }: { by: ActingAs; now: number; cancel_notice_minutes: number },
): ChangeRefusal | null => {
  const { refused } = wayOf(change, booking.status, by);
  if (refused !== null) return refused;
  if (NOT_BEFORE_START.includes(change) && now < booking.starts_at) return 'not_started';
  const bound = by === 'client' && booking.status === 'confirmed' && NEEDS_NOTICE.includes(change);
  return bound && now > changeableUntil(booking.starts_at, cancel_notice_minutes) ? 'too_late_to_change' : null;
};

/** Until when a slot is kept for somebody who is still to confirm: never beyond its start (Unix milliseconds). */
export const heldUntil = (starts_at: number, now: number, hold_minutes: number): number =>
  Math.min(starts_at, now + hold_minutes * MINUTE_MS);

/** When a visit that nobody has marked counts as done (Unix milliseconds; docs/rules.md#completion). */
export const completesAt = (ends_at: number, complete_after_minutes: number): number =>
  ends_at + complete_after_minutes * MINUTE_MS;

/**
 * How long before the start each reminder comes that still lies ahead (docs/rules.md#reminders: a booking made 5 h ahead
 * gets its 2 h and 1 h reminders and no 24 h one).
 */
export const remindersAhead = (starts_at: number, now: number, reminder_minutes: readonly number[]): number[] =>
  [...new Set(reminder_minutes)].filter((minutes) => starts_at - minutes * MINUTE_MS > now).sort((a, b) => b - a);

/** Who is asked about a visit of long ago has forgotten it. */
const ASK_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * When a client is asked for a review (Unix milliseconds), or null for never: so many minutes after the end of the
 * visit, at once when that is over, and not at all after a week (docs/rules.md#reviews).
 */
export const reviewRequestAt = (ends_at: number, now: number, minutes: number | null): number | null => {
  if (minutes === null || minutes === 0 || now > ends_at + ASK_MS) return null;
  return Math.max(now, ends_at + minutes * MINUTE_MS);
};

/** Whose bookings somebody may see and change: everybody's, or those that fit one of these. */
export type Scope = 'all' | { readonly client_id: string | null; readonly specialist_id: string | null };

/** Clients their own; specialists those they give and their own; moderators, owners and programs all. */
export const scopeOf = (actor: { role: Role; client_id: string | null; specialist_id: string | null }): Scope => {
  if (actor.role === 'client') return { client_id: actor.client_id, specialist_id: null };
  if (actor.role === 'specialist') return { client_id: actor.client_id, specialist_id: actor.specialist_id };
  return 'all';
};
