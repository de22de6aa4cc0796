import { type Chat, type CheckoutAnswer, changed, emit, type StoredMessage } from '../core/world.ts';
import { pushUpdate } from '../delivery/updates.ts';
import type { PayResult } from '../people-protocol.ts';
import { type Place, post } from './actions.ts';
import { Refusal } from './refusal.ts';
import { messageView } from './views.ts';

/** Asks the bot whether it still wants the money; no word in ten seconds is a no. */
const askBot = ({ world, bot, chat }: Place, body: object): Promise<CheckoutAnswer> =>
  new Promise((resolve) => {
    const id = `${chat.person.id}${String(world.next_callback_id).padStart(9, '0')}`;
    world.next_callback_id += 1;
    const timeout = world.clock.setTimer(world.limits.checkout_answer_ms, () => {
      bot.checkouts.delete(id);
      resolve({ ok: false, error: 'BOT_PRECHECKOUT_TIMEOUT' });
    });
    bot.checkouts.set(id, {
      id,
      created_at: world.clock.now(),
      onAnswer: (answer) => {
        timeout();
        resolve(answer);
      },
    });
    // A line of its own: neither a text nor a tap of the same person holds it up.
    pushUpdate(world, bot, {
      type: 'pre_checkout_query',
      queue: `pre_checkout_query:${chat.person.id}`,
      ttl_ms: world.limits.query_update_ms,
      body: { id, from: chat.user, ...body },
    });
  });

const refuseBlocked = ({ blocked, person }: Chat): void => {
  if (blocked) throw new Refusal(`${person.first_name} has blocked the bot; unblock it first`);
};

const findInvoice = ({ chat }: Place, message_id: number): StoredMessage & Required<Pick<StoredMessage, 'billed'>> => {
  const stored = chat.messages.get(message_id);
  if (!stored?.message.invoice || !stored.billed) throw new Refusal(`message ${message_id} is no invoice`);
  if (stored.billed.is_paid) throw new Refusal('this invoice has been paid');
  return { ...stored, billed: stored.billed };
};

/**
 * Pays an invoice: the bot is asked, then the card, and what was paid comes as a message of the person. Rejects with
 * Refusal when there is nothing to pay.
 * @param card what the bank says of the card
 */
export const payInvoice = async (place: Place, message_id: number, card: 'good' | 'declined'): Promise<PayResult> => {
  const { world, bot, chat } = place;
  refuseBlocked(chat);
  const { message, billed } = findInvoice(place, message_id);
  const { currency = '', total_amount = 0 } = message.invoice ?? {};
  const bill = { currency, total_amount, invoice_payload: billed.payload };
  const answer = await askBot(place, bill);
  if (!answer.ok) return { paid: false, error: answer.error };
  if (card === 'declined') return { paid: false, error: 'PAYMENT_DECLINED' };
  // On another device somebody may have blocked the bot meanwhile, or have paid.
  refuseBlocked(chat);
  const stored = findInvoice(place, message_id);
  const { reply_markup, ...rest } = stored.message;
  // What is left of the way to pay is the receipt.
  const others = (reply_markup?.inline_keyboard ?? [])
    .map((row) => row.filter(({ pay }) => pay !== true))
    .filter((row) => row.length > 0);
  const receipt: StoredMessage = {
    ...stored,
    billed: { ...stored.billed, is_paid: true },
    message: others.length === 0 ? rest : { ...rest, reply_markup: { inline_keyboard: others } },
  };
  chat.messages.set(message_id, receipt);
  emit(world, () => ({
    ...{ type: 'edited', bot_id: bot.id, person_id: chat.person.id },
    message: messageView(receipt),
  }));
  const charge = `${chat.person.id}_${bot.id}_${message_id}`;
  const { person } = chat;
  bot.payments.set(charge, { person_id: person.id, currency, total_amount, payload: billed.payload, refunded: false });
  changed(world);
  const successful_payment = {
    ...bill,
    telegram_payment_charge_id: charge,
    provider_payment_charge_id: `provider_${charge}`,
  };
  return { paid: true, message_id: post(place, { successful_payment }) };
};
