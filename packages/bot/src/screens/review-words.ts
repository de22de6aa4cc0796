import { AppError, cleanLines } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Open, ReviewWords } from '../dialogues.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import type { Voice } from '../voice.ts';
import { homeButton, menuView } from './menu.ts';

/** What the contract takes. */
export const MAX_WORDS = 2000;

/** Below the thanks for the stars. */
export const wordsButton = (voice: Voice, booking: string): Button =>
  tap(voice.label('review.add_words'), { screen: 'words', booking });

const leaveButton = (voice: Voice): Button => tap(voice.label('review.leave'), { screen: 'leave_words' });

/** Asks for words. What is written next is taken for them, and shown before it is published. */
export const askWords = async (turn: Turn, { booking }: TargetOf<'words'>): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'review_words', state: 'asked', booking });
  // Not remembered, so not waited for: a reply to the message works without memory.
  if (!begun) return { text: turn.say('review.words'), keyboard: [[homeButton(turn, true)]] };
  return { text: turn.say('review.write'), keyboard: [[leaveButton(turn)]] };
};

/** Words came, for the first time or other ones. */
export const takeWords = async (turn: Turn, open: Open<ReviewWords>, said: string): Promise<View> => {
  const { booking } = open.dialogue;
  const text = cleanLines(said);
  if (text === '') return { text: turn.say('review.write'), keyboard: [[leaveButton(turn)]] };
  if (text.length > MAX_WORDS)
    return { text: turn.say('review.too_long', { limit: String(MAX_WORDS) }), keyboard: [[leaveButton(turn)]] };
  const next: ReviewWords = { name: 'review_words', state: 'confirming', booking, text };
  return (await turn.dialogues.goOn(turn, open, next)) ? confirmView(turn, booking, text) : lostView(turn);
};

/** Words are public: they are shown to whoever wrote them first. */
const confirmView = (turn: Turn, booking: string, text: string): View => ({
  text: turn.say('review.check', { text }),
  keyboard: [
    [tap(turn.label('review.publish'), { screen: 'publish', booking }, 'success')],
    [tap(turn.label('review.anew'), { screen: 'words', booking })],
    [leaveButton(turn)],
  ],
});

/**
 * Publishes the words that were shown. They are written before the dialogue ends: should the process end in between,
 * the button works once more, and the same words twice are the same words.
 */
export const publishWords = async (turn: Turn, { booking }: TargetOf<'publish'>): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string') return againView(turn, booking);
  const { dialogue } = found;
  if (dialogue.name !== 'review_words' || dialogue.state !== 'confirming' || dialogue.booking !== booking)
    return againView(turn, booking);
  const { stars } = await saveWords(turn, { id: booking, text: dialogue.text });
  await turn.dialogues.goOn(turn, found, null);
  return {
    text: turn.say('review.written', { stars: '★'.repeat(stars) + '☆'.repeat(5 - stars) }),
    keyboard: [[homeButton(turn)]],
  };
};

/** A review that can no longer be changed ends the dialogue as well: its words will never be wanted. */
const saveWords = async (turn: Turn, words: { id: string; text: string }): Promise<{ stars: number }> => {
  try {
    return await turn.ask('reviews.update', words);
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'review_closed'].includes(error.code))
      await turn.dialogues.leave(turn);
    throw error;
  }
};

/** Leaves without words; the stars stay. */
export const leaveWords = async (turn: Turn): Promise<View> => {
  await turn.dialogues.leave(turn);
  return menuView(turn, 'hint.left');
};

/** The words that the button was about are not there any more. */
const againView = (turn: Turn, booking: string): View => ({
  text: turn.say('review.lost'),
  keyboard: [[wordsButton(turn, booking)], [homeButton(turn)]],
});

/** Nobody knows what was being talked about. */
export const lostView = (turn: Turn): View => menuView(turn, 'hint.lost');
