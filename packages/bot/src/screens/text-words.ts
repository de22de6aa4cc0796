import { AppError, cleanLines, findOwnText, type Language, ruleIn, type TextKey } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Dialogue, OpenOf } from '../dialogues.ts';
import { escapeHtml } from '../html.ts';
import { botKey } from '../keys.ts';
import type { Turn } from '../turn.ts';
import { type Button, type Keyboard, tap, type View } from '../view.ts';
import { lostView } from './review-words.ts';
import type { OwnText } from './texts.ts';

type Place = { readonly key: TextKey; readonly language: Language };
type Act = TargetOf<'text'>['act'];

/** What the contract takes; Telegram's own limit lies above it. */
const MAX_TEXT = 2000;

const button = (turn: Turn, { key, language }: Place, act: Act): Button => {
  const label = { write: 'own_texts.anew', save: 'own_texts.save', leave: 'own_texts.leave' } as const;
  const text = turn.label(label[act as keyof typeof label]);
  return tap(text, { screen: 'text', text: key, language, act, nonce: 0 }, act === 'save' ? 'success' : undefined);
};

const leaveRow = (turn: Turn, place: Place): Keyboard => [[button(turn, place, 'leave')]];

/** Asks for other words; what is written next is taken for them, and shown before it is saved. */
export const askText = async (turn: Turn, one: OwnText): Promise<View> => {
  const place: Place = { key: one.key as TextKey, language: one.language };
  const begun = await turn.dialogues.begin(turn, { name: 'own_text', state: 'asked', ...place });
  if (!begun) return lostView(turn);
  const names = one.placeholders.map((name) => `{${name}}`).join(', ');
  const must = names === '' ? turn.say('own_texts.no_placeholders') : turn.say('own_texts.placeholders', { names });
  const text = [
    turn.say('own_texts.write'),
    '',
    // As it is written and not as it is shown: touched in Telegram, it is copied.
    `<code>${escapeHtml(one.own ?? one.default)}</code>`,
    '',
    must,
    ...(one.kind === 'message' ? [turn.say('own_texts.tags')] : []),
  ];
  return { text: text.join('\n'), keyboard: leaveRow(turn, place) };
};

/** Words came: they are shown as they would look, or it is said what is wrong with them. */
export const takeText = async (turn: Turn, open: OpenOf<'own_text'>, said: string): Promise<View> => {
  const { key, language } = open.dialogue;
  const place: Place = { key, language };
  const text = cleanLines(said);
  const refused = (rule: string): View => ({
    text: turn.say('own_texts.refused', { rule: ruleIn(turn.texts, turn.language, rule) }),
    keyboard: leaveRow(turn, place),
  });
  if (text === '') return refused('must not be empty');
  if (text.length > MAX_TEXT) return refused(`must have at most ${MAX_TEXT} characters`);
  try {
    const { shown } = await turn.ask('texts.preview', { ...place, text });
    const next: Dialogue = { name: 'own_text', state: 'confirming', ...place, text };
    return (await turn.dialogues.goOn(turn, open, next)) ? previewView(turn, place, shown) : lostView(turn);
  } catch (error) {
    const rule = error instanceof AppError && error.code === 'invalid_input' ? error.params['rule'] : undefined;
    if (typeof rule === 'string') return refused(rule);
    throw error;
  }
};

/** What stands in messages is shown as the HTML it is. */
const previewView = (turn: Turn, place: Place, shown: string): View => ({
  text: [turn.say('own_texts.check'), '', findOwnText(place.key)?.kind === 'message' ? shown : escapeHtml(shown)].join(
    '\n',
  ),
  keyboard: [[button(turn, place, 'save')], [button(turn, place, 'write')], ...leaveRow(turn, place)],
});

/**
 * Saves the words that were shown; answers the text as it is now. They are written before the dialogue ends: should the
 * process end in between, the button works once more, and the same words twice are the same words.
 */
export const saveText = async (turn: Turn, place: Place): Promise<OwnText | View> => {
  const found = await turn.dialogues.find(turn);
  const open = typeof found !== 'string' && found.dialogue.name === 'own_text' ? found.dialogue : undefined;
  if (
    typeof found === 'string' ||
    open?.state !== 'confirming' ||
    open.key !== place.key ||
    open.language !== place.language
  )
    return { text: turn.say('own_texts.lost'), keyboard: [[button(turn, place, 'write')], ...leaveRow(turn, place)] };
  const idempotency_key = botKey(turn.bot_id, 'update', turn.update_id);
  const saved = await turn.ask('texts.set', { ...place, text: open.text }, { idempotency_key });
  await turn.dialogues.goOn(turn, found, null);
  turn.forgetTexts();
  return saved;
};
