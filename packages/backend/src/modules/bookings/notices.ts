import type { Tx } from '../../db/tx.ts';
import { formatInstant, MINUTE_MS } from '../../time.ts';
import { insertNotifications, type PlannedNotification } from '../notifications/index.ts';
import { type Chat, type ConcernedChat, listChatsOf } from '../people/index.ts';
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
  readonly kind: 'booking_created' | 'booking_cancelled';
  readonly booking: { readonly id: string; readonly starts_at: number };
  readonly now: number;
  /** The chat in which it was done. */
  readonly done_in: Chat | null;
  readonly reminder_minutes: readonly number[];
};

const same = (a: Chat, b: Chat | null): boolean =>
  b !== null && a.bot_id === b.bot_id && a.telegram_id === b.telegram_id;

/** Tells everybody concerned, and plans the client's reminders when the booking is new. */
export const announce = (tx: Tx, audience: Audience, event: Event): void => {
  const row = { subject_id: event.booking.id, minutes_before: null } as const;
  const news = (['client', 'specialist'] as const).flatMap((who) =>
    audience[who]
      // Specialists need no letter about what they have just done themselves.
      .filter((chat) => who === 'client' || !same(chat, event.done_in))
      .map((chat): PlannedNotification => {
        const own_doing = same(chat, event.done_in);
        const send_at = formatInstant(event.now + (own_doing ? BACKSTOP_MS : 0));
        return { ...row, ...chat, kind: event.kind, audience: who, send_at, own_doing };
      }),
  );
  insertNotifications(tx, event.kind === 'booking_created' ? [...news, ...reminders(audience, event)] : news);
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
