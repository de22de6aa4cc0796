import { AppError } from '@okno/contract';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { menuView } from './menu.ts';

/** What stands before the code in a link by which somebody comes to work here. */
export const JOIN = 'join_';

/** Somebody came by such a link: what they may do is known at once. */
export const joinStaff = async (turn: Turn, code: string): Promise<View> => {
  try {
    const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
    const me = await turn.ask('people.accept_invitation', { code }, key);
    turn.keepMe(me);
    const { role } = me;
    if (role !== 'super_admin' && role !== 'moderator' && role !== 'specialist') return menuView({ ...turn, me });
    const said = turn.say('manage.welcome', { business: me.tenant.name, role: turn.label(`manage.role_${role}`) });
    return { ...menuView({ ...turn, me }), text: said };
  } catch (error) {
    if (!(error instanceof AppError) || !['not_found', 'invalid_input'].includes(error.code)) throw error;
    return menuView(turn, 'manage.join_gone');
  }
};
