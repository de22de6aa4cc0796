import { type Delivery, formatDay, formatLeft, formatTime, localDay, type Notice } from '@okno/contract';
import type { Api } from 'grammy';
import { addDays } from './days.ts';
import type { Memory } from './memory.ts';
import { clientLines } from './screens/agenda.ts';
import { bookingLines, cardView, whenLines } from './screens/card.ts';
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
};

/** Brings one notice to one person. Says how it ended and never throws for what Telegram does. */
export const deliverNotice = async (post: Post, notice: Notice): Promise<Delivery> => {
  if (notice.audience === 'client' && notice.kind !== 'booking_reminder') return deliverCard(post, notice);
  return send(post, notice, noticeView(post.voice, notice, post.now));
};

/**
 * The living message of a booking is made to show how the booking stands. An edit makes no sound, so a client whose
 * visit somebody else cancelled is written to as well. The edit comes first because it may be repeated without harm
 * when the message after it has to be tried again.
 */
const deliverCard = async (post: Post, notice: Notice): Promise<Delivery> => {
  const { message_id, bot_id, telegram_id, booking, kind } = notice;
  const card = cardView(post.voice, booking, { now: post.now, listed: false });
  const cancelled = kind === 'booking_cancelled';
  if (message_id === null) return cancelled ? announceCancelled(post, notice) : send(post, notice, card);
  if (post.memory.isShown(bot_id, telegram_id, message_id, card)) return { status: 'sent', message_id };
  try {
    const edited = await editView(post.api, { chat_id: telegram_id, message_id }, card);
    if (!edited && !cancelled) return send(post, notice, card);
  } catch (error) {
    return deliveryOf(error, true);
  }
  const delivery: Delivery = cancelled ? await announceCancelled(post, notice) : { status: 'sent', message_id };
  if (delivery.status === 'sent') post.memory.noteShown(bot_id, telegram_id, message_id, card);
  return delivery;
};

/** Tells a client of a cancelled visit, unless it was they who cancelled it in this chat. */
const announceCancelled = async (post: Post, notice: Notice): Promise<Delivery> => {
  const { bot_id, telegram_id, booking, message_id } = notice;
  if (post.memory.isOwnCancel(bot_id, telegram_id, booking.id)) return { status: 'sent', message_id };
  const card = cardView(post.voice, booking, { now: post.now, listed: false });
  const text = [post.voice.say('notice.client_cancelled'), '', ...bookingLines(post.voice, booking)].join('\n');
  return send(post, notice, { ...card, text });
};

const send = async (post: Post, notice: Notice, view: View): Promise<Delivery> => {
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
  if (audience === 'specialist') {
    const service = voice.say('booking.service', { service: booking.service.name });
    const day = localDay(booking.time_zone, booking.starts_at);
    return {
      text: [headline, '', service, ...whenLines(voice, booking), ...clientLines(voice, booking)].join('\n'),
      keyboard: [[tap(voice.label('menu.agenda'), { screen: 'agenda', day, fresh: true })]],
    };
  }
  return {
    text: [headline, '', ...bookingLines(voice, booking), '', voice.say('notice.see_you')].join('\n'),
    keyboard: [[tap(voice.label('booking.show'), { screen: 'booking', booking: booking.id, listed: true })]],
  };
};

const headlineOf = (voice: Voice, notice: Notice, now: number): string => {
  if (notice.kind === 'booking_created') return voice.say('notice.new_booking');
  if (notice.kind === 'booking_cancelled') return voice.say('notice.booking_cancelled');
  const { starts_at, time_zone } = notice.booking;
  const time = formatTime(voice.language, time_zone, starts_at);
  const [today, day] = [localDay(time_zone, now), localDay(time_zone, starts_at)];
  const left = minutesLeft(notice, now);
  if (day === today && left > 0) {
    return voice.say('notice.reminder_today', { time, left: formatLeft(voice.language, left) });
  }
  if (day === addDays(today, 1)) return voice.say('notice.reminder_tomorrow', { time });
  return voice.say('notice.reminder_day', { day: formatDay(voice.language, time_zone, starts_at), time });
};

/** A reminder that comes on time says "2 hours" and not "119 minutes"; a late one says what is true. */
const minutesLeft = ({ booking, minutes_before }: Notice, now: number): number => {
  const left = Math.round((Date.parse(booking.starts_at) - now) / 60_000);
  return minutes_before !== null && Math.abs(left - minutes_before) <= 3 ? minutes_before : left;
};
