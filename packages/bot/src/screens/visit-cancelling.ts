import { AppError, type Booking, cleanLines } from '@okno/contract';
import { nonceOf } from '../callback-data.ts';
import type { DialogueOf, Open } from '../dialogues.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { whenLines } from './card.ts';
import { homeButton } from './menu.ts';
import { dayRow } from './staff-ways.ts';
import { clientLines } from './staff-words.ts';

/** What the contract takes. */
const MAX_REASON = 500;

/** Asks before cancelling: the client is told at once, and nothing brings the visit back. */
export const askVisitCancel = async (turn: Turn, id: string): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id });
  const nonce = nonceOf(turn.update_id);
  const to = { screen: 'visit', booking: id, fresh: false, nonce } as const;
  return {
    text: [turn.say('staff.ask_cancel'), '', ...aboutLines(turn, booking)].join('\n'),
    keyboard: [
      [tap(turn.label('staff.yes_cancel'), { ...to, act: 'cancel' }, 'danger')],
      [tap(turn.label('staff.with_reason'), { ...to, act: 'why' })],
      [tap(turn.label('staff.keep'), { ...to, act: 'show' })],
    ],
  };
};

/** What it is, when, and whose. */
const aboutLines = (turn: Turn, booking: Booking): string[] => [
  turn.say('booking.service', { service: booking.service.name }),
  ...whenLines(turn, booking),
  ...clientLines(turn, booking),
];

/** Cancels without a word of why. */
export const cancelVisit = (turn: Turn, id: string): Promise<Booking> =>
  turn.ask('bookings.cancel', { id }, { idempotency_key: tapKey(turn) });

const leaveRow = (turn: Turn): Keyboard => [[tap(turn.label('staff.keep'), { screen: 'leave_words' })]];

/** Asks why. What is written next is the reason, and cancels the visit. */
export const askWhy = async (turn: Turn, booking: string): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'cancel_reason', state: 'asked', booking });
  // Not remembered, so not waited for: it can be cancelled without a reason.
  if (!begun) throw new AppError('unavailable');
  return { text: turn.say('staff.why'), keyboard: leaveRow(turn) };
};

/**
 * The reason came. The visit is cancelled before the dialogue ends: should the process end in between, the same words
 * may come once more. A visit that can no longer be cancelled ends the dialogue as well.
 */
export const cancelBecause = async (
  turn: Turn,
  { dialogue }: Open<DialogueOf<'cancel_reason'>>,
  said: string,
): Promise<View> => {
  const reason = cleanLines(said);
  if (reason === '') return { text: turn.say('staff.why'), keyboard: leaveRow(turn) };
  if (reason.length > MAX_REASON)
    return { text: turn.say('staff.too_long', { limit: String(MAX_REASON) }), keyboard: leaveRow(turn) };
  const idempotency_key = botKey(turn.bot_id, 'update', turn.update_id);
  const booking = await leaving(
    turn,
    turn.ask('bookings.cancel', { id: dialogue.booking, reason }, { idempotency_key }),
  );
  return {
    text: [turn.say('staff_status.cancelled'), '', ...aboutLines(turn, booking)].join('\n'),
    keyboard: [
      [tap(turn.label('staff.show'), { screen: 'visit', booking: booking.id, act: 'show', fresh: false, nonce: 0 })],
      [...dayRow(turn, booking), homeButton(turn)],
    ],
  };
};

/** Nobody waits for words any more once the backend has answered; while it is away they may be sent again. */
const leaving = async (turn: Turn, cancelling: Promise<Booking>): Promise<Booking> => {
  try {
    const booking = await cancelling;
    await turn.dialogues.leave(turn);
    return booking;
  } catch (error) {
    if (error instanceof AppError && !['unavailable', 'internal'].includes(error.code))
      await turn.dialogues.leave(turn);
    throw error;
  }
};
