import {
  type Delivery,
  formatDay,
  formatLeft,
  formatTime,
  isBroadcast,
  isNotice,
  localDay,
  type Message,
  type Notice,
} from '@okno/contract';
import type { Api } from 'grammy';
import { bulletinView } from './bulletins.ts';
import { addDays } from './days.ts';
import { lateNotice } from './late-notices.ts';
import type { Memory } from './memory.ts';
import { moveAskedView } from './move-asked.ts';
import { bookingLines, cardView, roomLines, whenLines } from './screens/card.ts';
import { broadcastView } from './screens/news.ts';
import { offerView, passedView } from './screens/offer.ts';
import { askView } from './screens/review.ts';
import { visitButton } from './screens/staff-ways.ts';
import { clientLines } from './screens/staff-words.ts';
import { seriesView } from './series-notices.ts';
import { editView, sendView } from './telegram.ts';
import { deliveryOf } from './telegram-errors.ts';
import { tap, type View } from './view.ts';
import type { Voice } from './voice.ts';

type Post = {
  readonly api: Api;
  readonly memory: Memory;
  readonly voice: Voice;
  /** Unix milliseconds. */
  readonly now: number;
  /** Whether it is too late to begin: what is to be said may have been called off meanwhile. */
  readonly isLate: () => boolean;
};

const LATE: Delivery = { status: 'late' };

/** Brings one message to one person. Says how it ended and never throws for what Telegram does. */
export const deliverMessage = (post: Post, message: Message): Promise<Delivery> => {
  if (isBroadcast(message)) return send(post, message, broadcastView(post.voice, message));
  return isNotice(message) ? deliverNotice(post, message) : send(post, message, bulletinView(post.voice, message));
};

const deliverNotice = async (post: Post, notice: Notice): Promise<Delivery> => {
  if (notice.kind === 'review_request') return send(post, notice, askView(post.voice, notice.booking));
  if (notice.kind === 'waitlist_offer') return send(post, notice, offerView(post.voice, notice.booking));
  if (notice.kind === 'waitlist_passed') return passOn(post, notice);
  if (notice.kind === 'running_late') return send(post, notice, lateNotice(post.voice, notice));
  if (notice.kind === 'move_asked') return send(post, notice, moveAskedView(post.voice, notice));
  if (notice.series !== null) return send(post, notice, seriesView(post.voice, notice, notice.series));
  if (notice.audience === 'client' && notice.kind !== 'booking_reminder') return deliverCard(post, notice);
  return send(post, notice, noticeView(post.voice, notice, post.now));
};

/** What was offered has gone on: the message says so without a sound, because nobody lost what was theirs. */
const passOn = async (post: Post, notice: Notice): Promise<Delivery> => {
  const failed = await showCard(post, notice, passedView(post.voice, notice.booking));
  return failed === undefined || failed === 'gone' ? { status: 'sent', message_id: notice.message_id } : failed;
};

/** The living message of a booking is made to show how the booking stands. */
const deliverCard = async (post: Post, notice: Notice): Promise<Delivery> => {
  const { message_id, bot_id, telegram_id, booking } = notice;
  const card = cardView(post.voice, booking, { now: post.now, listed: false, phone: notice.phone, free: notice.free });
  const change = changeOf(post.voice, notice);
  if (change !== null) return deliverChange(post, notice, { ...card, text: change.join('\n') }, card);
  if (message_id === null) return send(post, notice, card);
  // The client has seen the card in this message and may have gone on in it: what they look at is not taken away.
  if (post.memory.hasShownCard(bot_id, telegram_id, message_id, booking.id)) return { status: 'sent', message_id };
  const failed = await showCard(post, notice, card);
  if (failed === 'gone') return send(post, notice, card);
  return failed ?? { status: 'sent', message_id };
};

/** What a client is told who did not do it themselves; null for news that the card alone tells. */
const changeOf = (voice: Voice, { kind, booking, before }: Notice): string[] | null => {
  const lines = ['', ...bookingLines(voice, booking)];
  if (kind === 'booking_cancelled') return [voice.say('notice.client_cancelled'), ...lines];
  if (kind === 'hold_expired') return [voice.say('notice.hold_expired'), ...lines];
  if (kind === 'booking_moved') return [voice.say('notice.client_moved'), ...lines, ...beforeLines(voice, before)];
  return null;
};

const beforeLines = (voice: Voice, before: Notice['before']): string[] => {
  if (before === null) return [];
  const day = formatDay(voice.language, before.time_zone, before.starts_at, voice.now);
  const time = formatTime(voice.language, before.time_zone, before.starts_at);
  return ['', voice.say('notice.moved_from', { day, time, specialist: before.specialist.name })];
};

/**
 * An edit makes no sound, so a client whose visit was changed elsewhere is written to as well. The edit comes first
 * because it may be repeated without harm when the message after it has to be tried again.
 */
const deliverChange = async (post: Post, notice: Notice, message: View, card: View): Promise<Delivery> => {
  const failed = await showCard(post, notice, card);
  if (failed !== undefined && failed !== 'gone') return failed;
  return notice.own_doing ? { status: 'sent', message_id: notice.message_id } : send(post, notice, message);
};

/** Edits the living message unless it shows this card already; answers what went wrong, if anything did. */
const showCard = async (post: Post, notice: Notice, card: View): Promise<Delivery | 'gone' | undefined> => {
  const { message_id, bot_id, telegram_id } = notice;
  if (message_id === null || post.memory.isShown(bot_id, telegram_id, message_id, card)) return undefined;
  if (post.isLate()) return LATE;
  try {
    if (!(await editView(post.api, { chat_id: telegram_id, message_id }, card))) return 'gone';
    post.memory.noteShown(bot_id, telegram_id, message_id, card);
    return undefined;
  } catch (error) {
    return deliveryOf(error, true);
  }
};

const send = async (post: Post, notice: Pick<Notice, 'bot_id' | 'telegram_id'>, view: View): Promise<Delivery> => {
  if (post.isLate()) return LATE;
  try {
    const message_id = await sendView(post.api, notice.telegram_id, view);
    post.memory.noteShown(notice.bot_id, notice.telegram_id, message_id, view);
    return { status: 'sent', message_id };
  } catch (error) {
    return deliveryOf(error, false);
  }
};

/** What is sent as a message of its own: reminders, and everything for specialists. */
const noticeView = (voice: Voice, notice: Notice, now: number): View => {
  const { booking, audience } = notice;
  const headline = headlineOf(voice, notice, now);
  if (audience === 'specialist') return specialistView(voice, notice, headline);
  return {
    text: [headline, '', ...bookingLines(voice, booking), '', voice.say('notice.see_you')].join('\n'),
    keyboard: [[tap(voice.label('booking.show'), { screen: 'booking', booking: booking.id, listed: true })]],
  };
};

/** Whoever gave the visit before it went to a colleague is told of the time that is theirs again. */
const specialistView = (voice: Voice, { kind, booking, before }: Notice, headline: string): View => {
  const service = voice.say('booking.service', { service: booking.service.name });
  const left = kind === 'booking_moved' && isAway(booking, before);
  const when = left ? before : booking;
  const where = left ? [] : roomLines(voice, booking);
  const told = [headline, '', service, ...where, ...whenLines(voice, when), ...clientLines(voice, booking)];
  const day = localDay(when.time_zone, when.starts_at);
  return {
    text: [...told, ...(left ? [] : beforeLines(voice, before))].join('\n'),
    keyboard: [
      ...(left ? [] : [[visitButton(voice, booking.id)]]),
      [tap(voice.label('menu.agenda'), { screen: 'agenda', day, fresh: true })],
    ],
  };
};

type Before = NonNullable<Notice['before']>;

const isAway = (booking: Notice['booking'], before: Notice['before']): before is Before =>
  before !== null && before.specialist.id !== booking.specialist.id;

const headlineOf = (voice: Voice, notice: Notice, now: number): string => {
  if (notice.kind === 'booking_created') return voice.say('notice.new_booking');
  if (notice.kind === 'booking_cancelled') return voice.say('notice.booking_cancelled');
  if (notice.kind === 'booking_moved') {
    return isAway(notice.booking, notice.before)
      ? voice.say('notice.moved_away', { specialist: notice.booking.specialist.name })
      : voice.say('notice.booking_moved');
  }
  const { starts_at, time_zone } = notice.booking;
  const time = formatTime(voice.language, time_zone, starts_at);
  const [today, day] = [localDay(time_zone, now), localDay(time_zone, starts_at)];
  const left = minutesLeft(notice, now);
  if (day === today && left > 0) {
    return voice.say('notice.reminder_today', { time, left: formatLeft(voice.language, left) });
  }
  if (day === addDays(today, 1)) return voice.say('notice.reminder_tomorrow', { time });
  return voice.say('notice.reminder_day', { day: formatDay(voice.language, time_zone, starts_at, now), time });
};

/** A reminder that comes on time says "2 hours" and not "119 minutes"; a late one says what is true. */
const minutesLeft = ({ booking, minutes_before }: Notice, now: number): number => {
  const left = Math.round((Date.parse(booking.starts_at) - now) / 60_000);
  return minutes_before !== null && Math.abs(left - minutes_before) <= 3 ? minutes_before : left;
};
