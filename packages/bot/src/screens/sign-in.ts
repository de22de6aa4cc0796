import { AppError, formatTime } from '@okno/contract';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { homeButton, menuView } from './menu.ts';

/** What stands in a link by which somebody comes from a page on which they want to sign in. */
export const SIGN_IN = 'in_';

/** Tells the code, for what it is, and where it was asked for: nobody should type it for somebody else. */
export const tellCode = async (turn: Turn, link: string): Promise<View> => {
  try {
    const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
    const { code, device, expires_at } = await turn.ask('sign_in.take_code', { link }, key);
    // A repeated update: the code was told before.
    if (code === null) return menuView(turn, 'sign_in.gone');
    const { name: business, time_zone } = turn.me.tenant;
    const until = formatTime(turn.language, time_zone, expires_at);
    const said = [turn.say('sign_in.code', { business, code, device, until }), turn.say('sign_in.warning')];
    // A tap puts the code on the clipboard.
    const copy = { text: `📋 ${code}`, copy_text: { text: code } };
    return { text: said.join('\n\n'), keyboard: [[copy], [homeButton(turn)]] };
  } catch (error) {
    if (!(error instanceof AppError) || !['not_found', 'invalid_input'].includes(error.code)) throw error;
    return menuView(turn, 'sign_in.gone');
  }
};
