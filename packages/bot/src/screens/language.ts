import type { TargetOf } from '../callback-data.ts';
import { botKey } from '../keys.ts';
import { type Turn, withMe } from '../turn.ts';
import { tap, type View } from '../view.ts';
import { homeButton, menuView } from './menu.ts';

/** Each language in its own words, for those who cannot read the other. */
export const languagesView = (turn: Turn): View => ({
  text: turn.say('language.choose'),
  keyboard: [
    [
      tap('🇷🇺 Русский', { screen: 'set_language', language: 'ru' }),
      tap('🇬🇧 English', { screen: 'set_language', language: 'en' }),
    ],
    [homeButton(turn)],
  ],
});

/** Changes the language and shows the menu in it. */
export const setLanguage = async (turn: Turn, target: TargetOf<'set_language'>): Promise<View> => {
  // The update and not the button is the key: the same button may be wanted again after a change of mind.
  const idempotency_key = botKey(turn.bot_id, 'update', turn.update_id);
  const me = await turn.ask('people.update_me', { language: target.language }, { idempotency_key });
  turn.keepMe(me);
  const changed = withMe(turn, me);
  return { ...menuView(changed), toast: changed.label('language.saved') };
};
