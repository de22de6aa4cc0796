import { AppError } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { bookingLines, cardOf, isOpen, mayChange } from './card.ts';

/**
 * Asks before cancelling: the button lies right under the thumb.
 * @throws AppError `too_late_to_change`.
 */
export const askCancel = async (turn: Turn, target: TargetOf<'ask_cancel'>): Promise<View> => {
  const booking = await turn.ask('bookings.get', { id: target.booking });
  // A button of long ago: whoever is too late is not asked first.
  if (isOpen(booking) && !mayChange(turn, booking)) throw new AppError('too_late_to_change');
  if (booking.status === 'cancelled') return cardOf(turn, booking, { listed: target.listed });
  const nonce = nonceOf(turn.update_id);
  return {
    text: [turn.say('cancelling.ask'), '', ...bookingLines(turn, booking)].join('\n'),
    keyboard: [
      [tap(turn.label('cancelling.yes'), { ...target, screen: 'cancel', nonce }, 'danger')],
      [tap(turn.label('cancelling.keep'), { ...target, screen: 'booking' })],
    ],
  };
};

/** Cancels, and shows what has become of the booking. */
export const cancel = async (turn: Turn, target: TargetOf<'cancel'>): Promise<View> => {
  const booking = await turn.ask('bookings.cancel', { id: target.booking }, { idempotency_key: tapKey(turn) });
  const card = cardOf(turn, booking, { listed: target.listed });
  return { ...card, toast: turn.label('cancelling.done') };
};
