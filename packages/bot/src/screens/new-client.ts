import { AppError, cleanLine } from '@okno/contract';
import type { Open } from '../dialogues.ts';
import { botKey } from '../keys.ts';
import type { Managing } from '../managing.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { openClient } from './client.ts';
import { backToManage, clientButton, manageButton } from './manage-buttons.ts';
import { lostView } from './review-words.ts';

type NewClient = Extract<Managing, { name: 'new_client' }>;

const ask = (turn: Turn, text: string): View => ({ text, keyboard: [[backToManage(turn)]] });

/** Asks for the name of somebody new. */
export const askName = async (turn: Turn): Promise<View> => {
  const begun = await turn.dialogues.begin(turn, { name: 'new_client', state: 'asked_name' });
  return begun ? ask(turn, turn.say('manage.name_ask')) : lostView(turn);
};

const askPhone = (turn: Turn, text: string): View => ({
  text,
  keyboard: [[manageButton('no_phone', turn.label('manage.no_phone'))], [backToManage(turn)]],
});

/** The name came, or the number that ends it. */
export const takeNewClient = async (turn: Turn, { dialogue, kept }: Open<NewClient>, said: string): Promise<View> => {
  const words = cleanLine(said);
  if (dialogue.state === 'asked_phone') return create(turn, { dialogue, kept }, words);
  if (words === '' || words.length > 100) return ask(turn, turn.say('manage.name_ask'));
  const next: NewClient = { name: 'new_client', state: 'asked_phone', client_name: words };
  const gone = await turn.dialogues.goOn(turn, { dialogue, kept }, next);
  return gone ? askPhone(turn, turn.say('manage.phone_ask', { name: words })) : lostView(turn);
};

type Named = Extract<NewClient, { state: 'asked_phone' }>;

/** Somebody without a telephone: known by their name alone. */
export const createWithoutPhone = async (turn: Turn): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string') return lostView(turn);
  const { dialogue, kept } = found;
  if (dialogue.name !== 'new_client' || dialogue.state !== 'asked_phone') return lostView(turn);
  return create(turn, { dialogue, kept }, null);
};

/** Written down before the dialogue ends: should the process end in between, the update comes again with the same key. */
const create = async (turn: Turn, open: Open<Named>, phone: string | null): Promise<View> => {
  const { client_name: name } = open.dialogue;
  try {
    const key = { idempotency_key: botKey(turn.bot_id, 'update', turn.update_id) };
    const { id } = await turn.ask('clients.create', { name, phone }, key);
    await turn.dialogues.goOn(turn, open, null);
    return { ...(await openClient(turn, { client: id, part: 'card', page: 0 })), toast: turn.label('manage.created') };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'phone_taken') return takenView(turn, phone ?? '');
    if (error.code === 'invalid_input' && error.params['field'] === 'phone')
      return askPhone(turn, turn.say('manage.phone_wrong'));
    throw error;
  }
};

/** Whoever has this number is most likely the one they mean. */
const takenView = async (turn: Turn, phone: string): Promise<View> => {
  const { items } = await turn.ask('clients.list', { search: phone, limit: 1 });
  const [known] = items;
  const text = turn.say('manage.phone_known', { name: known?.name ?? '—' });
  const view = askPhone(turn, text);
  return known === undefined
    ? view
    : { ...view, keyboard: [[clientButton(turn, known.id, `👤 ${known.name}`)], ...view.keyboard] };
};
