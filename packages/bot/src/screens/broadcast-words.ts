import { AppError, cleanLines, type Language, localDay, ruleIn } from '@okno/contract';
import { nonceOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import { botKey } from '../keys.ts';
import type { BroadcastWords } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { instantOf, readTypedTime } from '../typed-time.ts';
import { type Button, tap, type View } from '../view.ts';
import { type Broadcast, broadcastView } from './broadcast-card.ts';
import { narrow } from './broadcast-segment.ts';
import { broadcastButton, broadcastsButton, toBroadcast } from './broadcast-ways.ts';
import { homeButton } from './menu.ts';
import { lostView } from './review-words.ts';
import { momentOf } from './staff-words.ts';

/** What stands in a text for the name of whoever reads it. */
const NAME_SIGN = '{name}';

const waysOut = (turn: Turn, broadcast: string): Button[][] => [
  [broadcast === '' ? broadcastsButton(turn) : broadcastButton(turn, broadcast), homeButton(turn)],
];

/** Asks for the text in one language; without a broadcast it is the beginning of a new one. */
export const askBroadcastText = (turn: Turn, broadcast: string | null, language: Language): Promise<View> =>
  ask(turn, { name: 'broadcast_text', state: 'asked', broadcast: broadcast ?? '', language });

export const askBroadcastTag = (turn: Turn, broadcast: string): Promise<View> =>
  ask(turn, { name: 'broadcast_tag', state: 'asked', broadcast });

export const askBroadcastTime = (turn: Turn, broadcast: string): Promise<View> =>
  ask(turn, { name: 'broadcast_time', state: 'asked', broadcast });

const ask = async (turn: Turn, dialogue: BroadcastWords): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, dialogue);
  return begun ? { text: question(turn, dialogue), keyboard: waysOut(turn, dialogue.broadcast) } : lostView(turn);
};

const question = (turn: Turn, dialogue: BroadcastWords): string => {
  if (dialogue.name === 'broadcast_tag') return turn.say('broadcast_screens.tag_ask');
  if (dialogue.name === 'broadcast_time') return turn.say('broadcast_screens.time_ask');
  const language = turn.label(dialogue.language === 'ru' ? 'broadcast_screens.in_ru' : 'broadcast_screens.in_en');
  return turn.say('broadcast_screens.write', { language, sign: NAME_SIGN });
};

/** Words came: a text, a tag, or a time. What cannot be is said with its reason, and asked for again. */
export const takeBroadcastWords = async (turn: Turn, open: Open<BroadcastWords>, said: string): Promise<View> => {
  const { dialogue } = open;
  if (dialogue.name === 'broadcast_time') return takeTime(turn, open, said);
  try {
    const view = dialogue.name === 'broadcast_tag' ? await takeTag(turn, open, said) : await takeText(turn, open, said);
    // Written before the dialogue ends: the same words twice are the same words.
    await turn.dialogues.goOn(turn, open, null);
    return view;
  } catch (error) {
    const rule = error instanceof AppError && error.code === 'invalid_input' ? error.params['rule'] : undefined;
    if (typeof rule !== 'string') throw error;
    const words = { rule: ruleIn(turn.texts, turn.language, rule) };
    return { text: turn.say('broadcast_screens.wrong', words), keyboard: waysOut(turn, dialogue.broadcast) };
  }
};

const takeTag = (turn: Turn, { dialogue }: Open<BroadcastWords>, said: string): Promise<View> =>
  narrow(turn, dialogue.broadcast, { tag: said.trim() });

const takeText = async (turn: Turn, { dialogue }: Open<BroadcastWords>, said: string): Promise<View> => {
  const language = dialogue.name === 'broadcast_text' && dialogue.language === 'ru' ? 'ru' : 'en';
  const text = { [language]: cleanLines(said) };
  return broadcastView(turn, await saved(turn, dialogue.broadcast, text));
};

const saved = async (turn: Turn, id: string, text: { ru?: string; en?: string }): Promise<Broadcast> => {
  const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
  if (id === '') return turn.ask('broadcasts.create', { texts: text }, key);
  const { texts } = await turn.ask('broadcasts.get', { id });
  return turn.ask('broadcasts.update', { id, texts: { ...texts, ...text } });
};

/** The time at which it begins, by the clock of the business; asked for once more before it counts. */
const takeTime = async (turn: Turn, open: Open<BroadcastWords>, said: string): Promise<View> => {
  const { broadcast } = open.dialogue;
  const zone = turn.me.tenant.time_zone;
  const today = localDay(zone, turn.now);
  const typed = readTypedTime(said, { day: today, today });
  const at = typed === undefined ? undefined : instantOf(zone, typed);
  if (at === undefined || Date.parse(at) <= turn.now)
    return { text: turn.say('broadcast_screens.time_wrong'), keyboard: waysOut(turn, broadcast) };
  if (!(await turn.dialogues.goOn(turn, open, null))) return lostView(turn);
  const { recipients } = await turn.ask('broadcasts.preview', { id: broadcast });
  const start = toBroadcast('start', broadcast, { at, nonce: nonceOf(turn.update_id) });
  return {
    text: turn.say('broadcast_screens.ask_later', { ...momentOf(turn, zone, at), count: recipients }),
    keyboard: [
      [tap(turn.label('broadcast_screens.yes_later'), start, 'success')],
      [tap(turn.label('broadcast_screens.at_time'), toBroadcast('ask_time', broadcast))],
      ...waysOut(turn, broadcast),
    ],
  };
};
