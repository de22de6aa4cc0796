import { formatDay, formatTime, ruleIn, type TextKey } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { escapeHtml } from '../html.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import { type Keyboard, tap, type View } from '../view.ts';
import { homeButton } from './menu.ts';
import { askText, saveText } from './text-words.ts';
import type { OwnText } from './texts.ts';

type Act = TargetOf<'text'>['act'];
type Place = Pick<TargetOf<'text'>, 'text' | 'language'>;

/** Whatever is done with one text. Throws AppError when the backend refuses. */
export const openText = async (turn: Turn, target: TargetOf<'text'>): Promise<View> => {
  const place = { key: target.text, language: target.language };
  switch (target.act) {
    case 'write':
      return askText(turn, await turn.ask('texts.get', place));
    case 'save': {
      const saved = await saveText(turn, place);
      return 'keyboard' in saved ? saved : { ...textView(turn, saved), toast: turn.label('own_texts.saved') };
    }
    case 'reset': {
      const idempotency_key = botKey(turn.bot_id, 'text', turn.telegram_id, target.nonce);
      const reset = await turn.ask('texts.reset', place, { idempotency_key });
      turn.forgetTexts();
      return { ...textView(turn, reset), toast: turn.label('own_texts.was_reset') };
    }
    case 'leave':
      await turn.dialogues.leave(turn);
      return textView(turn, await turn.ask('texts.get', place));
    default:
      return textView(turn, await turn.ask('texts.get', place));
  }
};

/** A text as it is, and what can be done about it. */
const textView = (turn: Turn, one: OwnText): View => ({
  text: [
    turn.say(`own_texts.${one.kind}`),
    '',
    one.kind === 'message' ? one.shown : escapeHtml(one.shown),
    '',
    ...standing(turn, one),
  ].join('\n'),
  keyboard: keyboardOf(turn, one),
});

const standing = (turn: Turn, { rule, changed }: OwnText): string[] => {
  if (changed === null) return [turn.say('own_texts.original')];
  const { language, now, me } = turn;
  const zone = me.tenant.time_zone;
  const when = { day: formatDay(language, zone, changed.at, now), time: formatTime(language, zone, changed.at) };
  return [
    turn.say('own_texts.yours', { ...when, by: changed.by }),
    ...(rule === null ? [] : [turn.say('own_texts.broken', { rule: ruleIn(turn.texts, language, rule) })]),
  ];
};

const keyboardOf = (turn: Turn, { key, language, section, own }: OwnText): Keyboard => {
  const place: Place = { text: key as TextKey, language };
  const nonce = nonceOf(turn.update_id);
  const to = (act: Act, other = language) => ({ screen: 'text' as const, ...place, language: other, act, nonce });
  const elsewhere = language === 'ru' ? 'en' : 'ru';
  return [
    [tap(turn.label('own_texts.edit'), to('write'), 'primary')],
    ...(own === null ? [] : [[tap(turn.label('own_texts.reset'), to('reset'))]]),
    [tap(turn.label(elsewhere === 'ru' ? 'own_texts.in_russian' : 'own_texts.in_english'), to('show', elsewhere))],
    [tap(turn.label('menu.back'), { screen: 'texts', section, page: 0 }), homeButton(turn)],
  ];
};
