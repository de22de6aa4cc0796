import { type Actions, AppError, type Booking, cleanLines, type Input, type Review } from '@okno/contract';
import type { Message } from 'grammy/types';
import { readTarget, type TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { bookingLines } from './card.ts';
import { homeButton } from './menu.ts';
import { MAX_WORDS, wordsButton } from './review-words.ts';

const STARS = [1, 2, 3, 4, 5];

const starsRow = (booking: string): Button[] =>
  STARS.map((stars) => tap(`${stars} ⭐`, { screen: 'review', booking, stars }));

const shown = (stars: number): string => '★'.repeat(stars) + '☆'.repeat(STARS.length - stars);

/** The question after a visit, with the five answers. */
export const askView = (voice: Voice, booking: Booking): View => ({
  text: [voice.say('notice.review_request'), '', ...bookingLines(voice, booking)].join('\n'),
  keyboard: [starsRow(booking.id)],
});

/** A star was tapped: that is the review, and may be changed by another tap. Words are asked for, not demanded. */
export const rate = async (turn: Turn, { booking, stars }: TargetOf<'review'>): Promise<View> => {
  const review = await save(turn, { id: booking, stars });
  const words = review.text === '' ? ['', turn.say('review.words')] : [];
  const more = review.text === '' ? [[wordsButton(turn, booking)]] : [];
  return {
    text: [turn.say('review.thanks', { stars: shown(review.stars) }), ...words].join('\n'),
    keyboard: [starsRow(booking), ...more, [homeButton(turn, true)]],
    toast: turn.label('review.saved'),
  };
};

/**
 * The first tap writes the review and every later one changes it. Without an idempotency key: both may be repeated
 * without harm, and the answer of a key would bring back the stars of an earlier tap.
 */
const save = async (turn: Turn, stars: Input<Actions['reviews.create']>): Promise<Review> => {
  try {
    return await turn.ask('reviews.create', stars);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_reviewed') throw error;
    return turn.ask('reviews.update', stars);
  }
};

/** The booking whose review is spoken of in a message of this bot, read off its buttons as if they were forged. */
export const reviewedIn = (message: Message | undefined, bot_id: number): string | undefined => {
  if (message === undefined || message.from?.id !== bot_id) return undefined;
  for (const button of message.reply_markup?.inline_keyboard.flat() ?? []) {
    const target = 'callback_data' in button ? readTarget(button.callback_data) : undefined;
    if (target?.screen === 'review') return target.booking;
  }
  return undefined;
};

/** What was sent in reply to the question or to our thanks; `text` is empty when there were no words in it. */
export const writeReview = async (turn: Turn, said: { booking: string; text: string }): Promise<View> => {
  const text = cleanLines(said.text);
  const again = [starsRow(said.booking)];
  // A picture, a sticker or a voice message; the words that were there before stay.
  if (text === '') return { text: turn.say('review.only_words'), keyboard: again };
  if (text.length > MAX_WORDS)
    return { text: turn.say('review.too_long', { limit: String(MAX_WORDS) }), keyboard: again };
  try {
    const { stars } = await turn.ask('reviews.update', { id: said.booking, text });
    return { text: turn.say('review.written', { stars: shown(stars) }), keyboard: [[homeButton(turn)]] };
  } catch (error) {
    // Stars come first: whoever answers in words before a tap is asked for them.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return { text: turn.say('review.first'), keyboard: again };
  }
};
