import { type Actions, AppError, cleanLines, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import { hashOf } from '../hash.ts';
import { botKey } from '../keys.ts';
import type { Managing } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { inRows, type Keyboard, tap, type View } from '../view.ts';
import { clientButton } from './manage-buttons.ts';
import { lostView } from './review-words.ts';

type Card = Output<Actions['clients.get']>;
type About = Extract<Managing, { name: 'client_note' | 'client_tags' }>;

/** What the contract takes. */
const MAX_NOTE = 2000;

/** Asks for a note. Only the staff sees it, so it is kept as it comes. */
export const askNote = async (turn: Turn, client: string): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'client_note', state: 'asked', client });
  return begun ? noteView(turn, client, turn.say('manage.note_ask')) : lostView(turn);
};

const noteView = (turn: Turn, client: string, text: string): View => ({
  text,
  keyboard: [[clientButton(turn, client)]],
});

/** The tags of a client, and the question for others. */
export const askTags = async (turn: Turn, card: Card): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'client_tags', state: 'asked', client: card.id });
  if (!begun) return lostView(turn);
  return {
    text: turn.say('manage.tags_ask', { name: card.name }),
    keyboard: [...tagRows(card), [clientButton(turn, card.id)]],
  };
};

/** Each tag with the way to take it away. */
const tagRows = ({ id, tags }: Card): Keyboard =>
  inRows(
    tags.map((tag) => tap(`✖️ ${tag}`, { screen: 'drop_tag', client: id, tag: tagNumber(tag) })),
    2,
  );

/** Stands for a tag in a button: forty characters do not fit. Two of twenty that collide do so once in ten million. */
const tagNumber = hashOf;

/** Takes a tag away; one that is gone by now changes nothing. */
export const dropTag = async (turn: Turn, { client, tag }: TargetOf<'drop_tag'>): Promise<View> => {
  const card = await turn.ask('clients.get', { id: client });
  const tags = card.tags.filter((one) => tagNumber(one) !== tag);
  return askTags(
    turn,
    tags.length === card.tags.length ? card : await turn.ask('clients.set_tags', { id: client, tags }),
  );
};

/** A note or tags came. */
export const takeClientWords = (turn: Turn, open: Open<About>, said: string): Promise<View> =>
  open.dialogue.name === 'client_note' ? takeNote(turn, open, said) : takeTags(turn, open, said);

const takeNote = async (turn: Turn, open: Open<About>, said: string): Promise<View> => {
  const { client } = open.dialogue;
  const text = cleanLines(said);
  if (text === '') return noteView(turn, client, turn.say('manage.note_ask'));
  if (text.length > MAX_NOTE) return noteView(turn, client, turn.say('review.too_long', { limit: String(MAX_NOTE) }));
  const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
  await turn.ask('clients.add_note', { id: client, text }, key);
  await turn.dialogues.goOn(turn, open, null);
  return noteView(turn, client, turn.say('manage.noted', { text }));
};

const takeTags = async (turn: Turn, open: Open<About>, said: string): Promise<View> => {
  const { client } = open.dialogue;
  const card = await turn.ask('clients.get', { id: client });
  const wanted = said.split(/[,;\n]/).map((tag) => tag.trim());
  try {
    const tags = [...card.tags, ...wanted.filter((tag) => tag !== '')];
    return askTags(turn, await turn.ask('clients.set_tags', { id: client, tags }));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    return { text: turn.say('manage.tags_wrong'), keyboard: [...tagRows(card), [clientButton(turn, client)]] };
  }
};
