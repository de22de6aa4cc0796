import type { Role } from '@okno/contract';

const MINUTE_MS = 60_000;

/** States in which a booking still lies ahead. */
export const OPEN = ['held', 'pending_payment', 'confirmed'] as const;

const isStaff = (role: Role): boolean => role !== 'client';

/** Until when the client may change the booking themselves (Unix milliseconds; docs/rules.md#cancelling). */
export const changeableUntil = (starts_at: number, cancel_notice_minutes: number): number =>
  starts_at - cancel_notice_minutes * MINUTE_MS;

/**
 * Why this booking cannot be cancelled now by somebody with this role, or null. Clients until the notice of their
 * business, to the millisecond; staff always, as long as the booking is open.
 */
export const refuseCancel = (
  booking: { status: string; starts_at: number },
  by: { role: Role; now: number; cancel_notice_minutes: number },
): 'booking_not_changeable' | 'too_late_to_change' | null => {
  if (!OPEN.some((status) => status === booking.status)) return 'booking_not_changeable';
  if (isStaff(by.role)) return null;
  return by.now > changeableUntil(booking.starts_at, by.cancel_notice_minutes) ? 'too_late_to_change' : null;
};

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
