import { z } from 'zod';
import { Booking } from './actions/bookings.ts';
import { Slot } from './actions/scheduling.ts';
import { Id, Instant, Language } from './shapes.ts';

/** What a person can be told without having asked. */
export const NOTICE_KINDS = [
  'booking_created',
  'booking_held',
  'hold_expired',
  'waitlist_offer',
  'waitlist_passed',
  'booking_moved',
  'booking_cancelled',
  'booking_reminder',
  'running_late',
  'move_asked',
  'review_request',
  'series_created',
  'series_moved',
  'series_ended',
  'series_clash',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One message to one person through one bot, ready to be put into words by the bot's screens. */
export const Notice = z.object({
  id: Id,
  kind: z.enum(NOTICE_KINDS),
  audience: z.enum(['client', 'specialist']),
  bot_id: z.int(),
  telegram_id: z.int(),
  language: Language,
  booking: Booking,
  /** Only of moves: when and with whom it was before. */
  before: Booking.pick({ starts_at: true, ends_at: true, time_zone: true, specialist: true }).nullable(),
  /** Only of news of a series, of which `booking` is one: how many occurrences it is about, and the first of them. */
  series: z.object({ id: Id, count: z.int(), starts_at: z.array(Instant) }).nullable(),
  /** Only of reminders: how long before the start this one was meant to come. */
  minutes_before: z.int().nullable(),
  /** Only of delays: by how much the visit is expected to begin late. */
  late_minutes: z.int().nullable(),
  /** Only where the client is asked to move: the nearest free times, in order. */
  nearest: z.array(Slot).nullable().default(null),
  /** Only where the client can no longer move or cancel by themselves: whom to call. */
  phone: z.string().nullable().default(null),
  /** Only where clients no longer can: whether they may all the same, because they work here. */
  free: z.boolean().default(false),
  /** The living message of this booking in that chat, if there is one: it is edited instead of sending another. */
  message_id: z.int().nullable(),
  /** Whether what is told was done in that very chat: the person knows, and it is enough that the message is right. */
  own_doing: z.boolean(),
});
export type Notice = z.output<typeof Notice>;

/**
 * What the staff is told that is about no booking: messages that did not arrive, a bot that nobody can speak for, an
 * outside system that takes nothing any more.
 */
export const BULLETIN_KINDS = ['undelivered', 'bot_revoked', 'webhook_given_up'] as const;
export type BulletinKind = (typeof BULLETIN_KINDS)[number];

export const Bulletin = z.object({
  id: Id,
  kind: z.enum(BULLETIN_KINDS),
  bot_id: z.int(),
  telegram_id: z.int(),
  language: Language,
  /** Of undelivered messages: how many, and the first of them. */
  count: z.int(),
  first: z.array(
    z.object({
      kind: z.enum(NOTICE_KINDS),
      status: z.enum(['failed', 'uncertain']),
      client: z.string(),
      starts_at: Instant,
      time_zone: z.string(),
    }),
  ),
  /** Of a bot that was revoked: its name, without @. */
  username: z.string().nullable(),
  /** Of an outside system that was given up: where it lies. */
  host: z.string().nullable(),
});
export type Bulletin = z.output<typeof Bulletin>;

/** News of the business that go to many; `text` is plain, as this person is to read it. */
export const BroadcastMessage = z.object({
  id: Id,
  kind: z.literal('broadcast'),
  bot_id: z.int(),
  telegram_id: z.int(),
  language: Language,
  text: z.string(),
});
export type BroadcastMessage = z.output<typeof BroadcastMessage>;

export type MessageKind = NoticeKind | BulletinKind;
/** Whatever a person is told without having asked. */
export type Message = Notice | Bulletin | BroadcastMessage;

/** Whether it is about a booking. */
export const isNotice = (message: Message): message is Notice => 'booking' in message;

/** Whether it goes to many. */
export const isBroadcast = (message: Message): message is BroadcastMessage => message.kind === 'broadcast';

/**
 * How the delivery of a notice ended. `paused`: Telegram wants this bot to be silent for so long, which says nothing
 * about the message; `retry`: Telegram was away; `uncertain`: the request was written and no answer came, so nobody
 * knows; `unreachable`: the person has blocked the bot or is gone; `revoked`: nobody can speak for this bot at present,
 * because its token is no longer valid or the process does not serve it; `failed`: Telegram refused the message itself; `late`:
 * it was not begun in time, and whether it is still to be told has to be looked at again.
 */
export type Delivery =
  | { readonly status: 'sent'; readonly message_id: number | null }
  | { readonly status: 'late' }
  | { readonly status: 'paused' | 'retry'; readonly after_ms: number; readonly reason: string }
  | { readonly status: 'uncertain' | 'unreachable' | 'revoked' | 'failed'; readonly reason: string };

/** Who wants to speak to whom, and how much it matters: notices go before broadcasts. */
export type TurnWish = { readonly bot_id: number; readonly telegram_id: number; readonly rank: 'notice' | 'broadcast' };

/** Whose turn it is: Telegram bears only so many messages of a bot, and in a chat, at a time (docs/rules.md#pace). */
export type Turns = {
  /** Takes a turn at once and gives 0, or says in how many milliseconds there may be one. */
  readonly take: (wish: TurnWish) => number;
  /** Waits for a turn that comes soon and gives 0; when it does not, in how many milliseconds to come back. */
  readonly wait: (wish: TurnWish) => Promise<number>;
  /** Nobody gets a turn any more, because the process ends. */
  readonly isOver: () => boolean;
};
