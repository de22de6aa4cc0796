import { randomUUID } from 'node:crypto';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import { insertNotifications } from '../notifications/index.ts';
import { type Chat, isSameChat, listChatsOf, listStaffChats } from '../people/index.ts';
import { findSample } from './store-occurrences.ts';

/** What is told of a series; instants in Unix milliseconds. */
type News = {
  readonly series_id: string;
  /** The booking that shows what series it is. */
  readonly booking_id: string;
  /** All the occurrences it is about, ascending. */
  readonly starts: readonly number[];
  readonly now: number;
};

/** So many are named; of the rest only the number is told. */
const NAMED = 10;

type Told = { readonly chat: Chat; readonly audience: 'client' | 'specialist' };

/** One message to each, however many occurrences it is about. Each is news of its own, and overtakes no other. */
const tell = (
  tx: Tx,
  kind: 'series_created' | 'series_moved' | 'series_ended' | 'series_clash',
  told: readonly Told[],
  news: News,
) => {
  const { series_id, booking_id, starts, now } = news;
  const series = { series_id, booking_id, count: starts.length, starts_at: starts.slice(0, NAMED).map(formatInstant) };
  const subject_id = randomUUID();
  insertNotifications(
    tx,
    told.map(({ chat, audience }) => ({
      bot_id: chat.bot_id,
      telegram_id: chat.telegram_id,
      kind,
      audience,
      subject_id,
      minutes_before: null,
      send_at: formatInstant(now),
      own_doing: false,
      series,
    })),
  );
};

type Change = News & {
  readonly kind: 'series_created' | 'series_moved' | 'series_ended';
  readonly client_id: string;
  readonly specialist_ids: readonly string[];
  /** The chat in which it was done: nobody needs a letter about what they have just done themselves. */
  readonly done_in: Chat | null;
};

/** Tells the client and the specialists of what became of a series. */
export const announceSeries = async (tx: Tx, { kind, client_id, specialist_ids, done_in, ...news }: Change) => {
  const chats = await listChatsOf(tx, { client_id, specialist_ids: [...new Set(specialist_ids)] });
  const told = chats
    .filter((chat) => !isSameChat(chat, done_in))
    .map((chat): Told => ({ chat, audience: chat.specialist_id === null ? 'client' : 'specialist' }));
  tell(tx, kind, told, news);
};

/** Tells the specialist and whoever runs the business that occurrences have no place in the schedule. */
export const reportClashes = async (
  tx: Tx,
  specialist_id: string,
  { series_id, starts, now }: Omit<News, 'booking_id'>,
): Promise<void> => {
  const [chats, sample] = await Promise.all([listStaffChats(tx, specialist_id), findSample(tx, series_id)]);
  // A series is made with at least one booking, and bookings stay.
  if (sample === undefined) throw new Error('a series without a booking');
  const told = chats.map((chat): Told => ({ chat, audience: 'specialist' }));
  tell(tx, 'series_clash', told, { series_id, booking_id: sample.id, starts, now });
};
