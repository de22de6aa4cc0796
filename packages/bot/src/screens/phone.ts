import { AppError } from '@okno/contract';
import type { Contact } from 'grammy/types';
import type { DialogueOf } from '../dialogues.ts';
import type { Turn } from '../turn.ts';
import type { View } from '../view.ts';
import { openConfirm } from './confirm.ts';
import { openMenu } from './menu.ts';
import { openMyData } from './my-data.ts';

type Wanted = DialogueOf<'phone'>['wanted'];

/** Asks for the number of whoever writes; only Telegram's own button vouches for it. */
export const askPhone = (turn: Turn): Promise<View> => ask(turn, null, turn.say('phone.ask'));

/** The business wants to be able to call whoever books: the booking goes on when the number is there. */
export const askPhoneToBook = (turn: Turn, wanted: Wanted): Promise<View> =>
  ask(turn, wanted, turn.say('phone.needed', { business: turn.me.tenant.name }));

const ask = async (turn: Turn, wanted: Wanted, text: string): Promise<View> => {
  // What is not remembered is not gone on with; the number is taken all the same.
  await turn.dialogues.begin(turn, { name: 'phone', state: 'asked', wanted });
  return contactView(turn, text);
};

const contactView = (turn: Turn, text: string): View => ({
  text,
  keyboard: [],
  contact: { share: turn.label('phone.share'), later: turn.label('phone.later') },
});

/** A contact came. The backend takes it only when it is the sender's own (docs/rules.md#merging). */
export const takeContact = async (turn: Turn, contact: Contact): Promise<View> => {
  const linked = await link(turn, contact);
  if (linked instanceof AppError) return refusedView(turn, linked);
  const left = await turn.dialogues.leave(turn);
  const wanted = typeof left === 'object' && left.name === 'phone' ? left.wanted : null;
  const next =
    wanted === null
      ? await openMyData(turn, { file: false })
      : await openConfirm(turn, { screen: 'confirm', ...wanted });
  return { ...next, farewell: turn.say('phone.saved', { phone: linked }) };
};

/** The number as it is kept from now on, or why it is not. Sharing it again changes nothing. */
const link = async (turn: Turn, { phone_number, user_id = 0 }: Contact): Promise<string | AppError> => {
  try {
    const { phone } = await turn.ask('clients.link_phone', { phone: phone_number, contact_user_id: user_id });
    return phone;
  } catch (error) {
    if (error instanceof AppError && ['contact_not_yours', 'phone_taken'].includes(error.code)) return error;
    throw error;
  }
};

/** Somebody else's contact may be followed by one's own; a number of somebody else only the business can look into. */
const refusedView = async (turn: Turn, { code }: AppError): Promise<View> => {
  if (code === 'contact_not_yours') return contactView(turn, turn.say('error.contact_not_yours'));
  await turn.dialogues.leave(turn);
  const { phone } = turn.me.tenant;
  const call = phone === null ? [] : [turn.say('refusal.call', { phone })];
  return { ...(await openMenu(turn)), farewell: [turn.say('error.phone_taken'), ...call].join('\n') };
};

/** They would rather not. */
export const leavePhone = async (turn: Turn): Promise<View> => {
  await turn.dialogues.leave(turn);
  return { ...(await openMenu(turn)), farewell: turn.say('phone.left') };
};
