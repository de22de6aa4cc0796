import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { homeButton } from './menu.ts';

/** They may not, or no longer: whatever they were in the middle of is over. */
export const noAccessView = async (turn: Turn): Promise<View> => {
  await turn.dialogues.leave(turn);
  return { text: turn.say('manage.not_yours'), keyboard: [[homeButton(turn)]] };
};
