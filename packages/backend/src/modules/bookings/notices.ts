import type { Tx } from '../../db/tx.ts';
import { formatInstant, MINUTE_MS } from '../../time.ts';
import {
  type BeforeMove,
  cancelNewsTo,
  type DueWith,
  insertNotifications,
  type PlannedNotification,
} from '../notifications/index.ts';
import { type Chat, type ConcernedChat, isSameChat, listChatsOf } from '../people/index.ts';
import { findTenantRules } from '../tenants/index.ts';
import { remindersAhead } from './rules.ts';
import { listUnremindedBookings } from './store-clients.ts';

/** The chats of the people a booking concerns; who can be written to is found out when it is time to. */
export type Audience = { readonly client: readonly Chat[]; readonly specialist: readonly Chat[] };

/** Of all that were found, the chats of the client and of this specialist. */
export const audienceOf = (chats: readonly ConcernedChat[], specialist_id: string): Audience => {
  const of = (wanted: string | null): Chat[] =>
    chats.filter((chat) => chat.specialist_id === wanted).map(({ bot_id, telegram_id }) => ({ bot_id, telegram_id }));
  return { client: of(null), specialist: of(specialist_id) };
};

// The chat in which somebody acts is answered at once by the bot. The row is for the case that the process dies in
// between: this much later the message is put right, and nothing is sent when it already is.
const BACKSTOP_MS = 3_000;

type Event = {
  readonly kind:
    | 'booking_created'
    | 'booking_held'
    | 'hold_expired'
    | 'waitlist_offer'
    | 'waitlist_passed'
    | 'booking_moved'
    | 'booking_cancelled';
  readonly booking: { readonly id: string; readonly starts_at: number };
  readonly now: number;
  /** The chat in which it was done. */
  readonly done_in: Chat | null;
  readonly reminder_minutes: readonly number[];
  /** Only of moves. */
  readonly before?: BeforeMove;
  /** Nobody is told; reminders are planned all the same. */
  readonly quiet?: boolean;
  /** What else goes into the timetable with it. */
  readonly due_with?: DueWith | null;
};

/** What only the client is told: a hold is nothing that a specialist could count on. */
const CLIENTS_ONLY: readonly Event['kind'][] = ['booking_held', 'hold_expired', 'waitlist_offer', 'waitlist_passed'];

/** Tells everybody concerned, and plans the client's reminders. */
export const announce = (tx: Tx, audience: Audience, event: Event): void => {
  const news = event.quiet === true ? [] : newsOf(audience, event);
  insertNotifications(tx, [...news, ...reminders(audience, event)], event.due_with);
};

type Move = Pick<Event, 'now' | 'done_in' | 'reminder_minutes' | 'quiet'> & {
  readonly before: BeforeMove;
  readonly booking: Event['booking'] & { readonly specialist_id: string; readonly status: string };
};

/**
 * Tells of a move. Who gives the visit from now on has a new booking; who gave it before has one less. A hold has no
 * reminders, and no specialist who knew of it.
 */
export const announceMove = (tx: Tx, chats: readonly ConcernedChat[], { booking, ...move }: Move): void => {
  callOffOvertaken(tx, chats, { id: booking.id, from: move.before.specialist_id, to: booking.specialist_id });
  const event = { ...move, kind: 'booking_moved', booking, reminder_minutes: [] } as const;
  if (booking.status !== 'confirmed') {
    announce(tx, { ...audienceOf(chats, booking.specialist_id), specialist: [] }, event);
    return;
  }
  announce(tx, audienceOf(chats, move.before.specialist_id), { ...event, reminder_minutes: move.reminder_minutes });
  if (booking.specialist_id !== move.before.specialist_id)
    announce(tx, { ...audienceOf(chats, booking.specialist_id), client: [] }, { ...event, kind: 'booking_created' });
};

/**
 * What has not left yet is overtaken for those who are told of this move. Who gave the visit before an earlier one has
 * still to hear that they give it no longer.
 */
const callOffOvertaken = (
  tx: Tx,
  chats: readonly ConcernedChat[],
  { id, from, to }: { id: string; from: string; to: string },
): void => {
  cancelNewsTo(tx, id, { kinds: ['booking_moved'], audience: 'client', chats: audienceOf(chats, from).client });
  const specialists = [from, to].flatMap((specialist_id) => audienceOf(chats, specialist_id).specialist);
  const kinds = from === to ? (['booking_moved'] as const) : (['booking_moved', 'booking_created'] as const);
  cancelNewsTo(tx, id, { kinds, audience: 'specialist', chats: specialists });
};

const newsOf = (audience: Audience, event: Event): PlannedNotification[] => {
  const row = { subject_id: event.booking.id, minutes_before: null, before: event.before ?? null } as const;
  const told = CLIENTS_ONLY.includes(event.kind) ? (['client'] as const) : (['client', 'specialist'] as const);
  return told.flatMap((who) =>
    audience[who]
      // Specialists need no letter about what they have just done themselves.
      .filter((chat) => who === 'client' || !isSameChat(chat, event.done_in))
      .map((chat): PlannedNotification => {
        const own_doing = isSameChat(chat, event.done_in);
        const send_at = formatInstant(event.now + (own_doing ? BACKSTOP_MS : 0));
        return { ...row, ...chat, kind: event.kind, audience: who, send_at, own_doing };
      }),
  );
};

const reminders = (
  audience: Audience,
  { booking, now, reminder_minutes }: Pick<Event, 'booking' | 'now' | 'reminder_minutes'>,
): PlannedNotification[] =>
  remindersAhead(booking.starts_at, now, reminder_minutes).flatMap((minutes_before) =>
    audience.client.map((chat) => ({
      ...chat,
      kind: 'booking_reminder' as const,
      audience: 'client' as const,
      subject_id: booking.id,
      minutes_before,
      send_at: formatInstant(booking.starts_at - minutes_before * MINUTE_MS),
      own_doing: false,
    })),
  );

/** Somebody can be written to from now on, and so is reminded of what was booked for them before. */
export const planMissingReminders = async (tx: Tx, client_id: string): Promise<void> => {
  const [now, bookings, chats, { reminder_minutes }] = await Promise.all([
    tx.now,
    listUnremindedBookings(tx, client_id),
    listChatsOf(tx, { client_id, specialist_ids: [] }),
    findTenantRules(tx),
  ]);
  const audience = audienceOf(chats, '');
  const planned = bookings.flatMap(({ id, starts_at }) => {
    const booking = { id, starts_at: Date.parse(starts_at) };
    return reminders(audience, { booking, now, reminder_minutes });
  });
  insertNotifications(tx, planned);
};
