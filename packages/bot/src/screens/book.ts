import type { TargetOf } from '../callback-data.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { cardOf } from './card.ts';

/** Books. The message with the question becomes the living message of the booking. */
export const book = async (turn: Turn, target: TargetOf<'book'>): Promise<View> => {
  const booking = await turn.ask(
    'bookings.create',
    {
      service_id: target.service,
      specialist_id: target.specialist,
      starts_at: target.at,
      ...(turn.tapped === undefined ? {} : { message: { chat_id: turn.chat_id, message_id: turn.tapped.message_id } }),
    },
    { idempotency_key: tapKey(turn) },
  );
  return cardOf(turn, booking, { listed: false });
};

/** One button has one effect, however often it is tapped and however often the update comes. */
export const tapKey = (turn: Turn): string =>
  botKey(turn.bot_id, 'tap', turn.chat_id, turn.tapped?.message_id ?? 0, turn.tapped?.data ?? turn.update_id);

/**
 * For what can be wished again and again, below a message that stays: every tap is a wish of its own, and only the same
 * update, come twice, is the same one.
 */
export const wishKey = (turn: Turn): string => botKey(turn.bot_id, 'wish', turn.chat_id, turn.update_id);
