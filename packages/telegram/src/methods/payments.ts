import { badRequest } from '../core/api-error.ts';
import { booleanParam, isRecord, jsonParam, type Params, stringParam } from '../core/params.ts';
import { findChat, sendToChat, writableChat } from '../core/sending.ts';
import type { TgInlineKeyboard } from '../core/telegram-types.ts';
import { isLongerThan } from '../text/format.ts';
import { readInlineMarkup } from '../text/markup.ts';
import type { Method } from './method.ts';

const MAX_TITLE = 32;
const MAX_DESCRIPTION = 255;
const MAX_PAYLOAD_BYTES = 128;
/** Telegram's Stars: they need no provider, and are the only money that it gives back itself. */
const STARS = 'XTR';

const required = (params: Params, name: string): string => {
  const value = stringParam(params, name);
  if (value === '') throw badRequest(`parameter "${name}" is required`);
  return value;
};

/** The sum of an invoice's prices, in the smallest unit. */
const readTotal = (params: Params, currency: string): number => {
  const prices = jsonParam(params, 'prices', "can't parse labeled prices JSON object");
  if (!Array.isArray(prices)) throw badRequest('expected an Array of labeled prices');
  const amounts = prices.map((price: unknown) => {
    if (!isRecord(price) || typeof price['label'] !== 'string') throw badRequest("can't parse labeled price");
    const amount = Number(price['amount']);
    if (!Number.isSafeInteger(amount)) throw badRequest("can't parse labeled price");
    return amount;
  });
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total <= 0 || (currency === STARS && amounts.length !== 1)) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  return total;
};

/** The way to pay stands first; without a keyboard of the bot's it is the only button. */
const readPayKeyboard = (params: Params): TgInlineKeyboard => {
  const given = readInlineMarkup(params);
  if (given === undefined) return { inline_keyboard: [[{ text: 'Pay', pay: true }]] };
  if (given.inline_keyboard[0]?.[0]?.pay !== true) throw badRequest('the first button must be a Pay button');
  return given;
};

/** sendInvoice: title of 1–32 characters, description of 1–255, payload of 1–128 bytes; a provider, or Stars. */
export const sendInvoice: Method = ({ world, bot, params }) => {
  const [title, description] = [required(params, 'title'), required(params, 'description')];
  const payload = required(params, 'payload');
  const currency = required(params, 'currency');
  if (isLongerThan(title, MAX_TITLE)) throw badRequest('INVOICE_TITLE_TOO_LONG');
  if (isLongerThan(description, MAX_DESCRIPTION)) throw badRequest('INVOICE_DESCRIPTION_TOO_LONG');
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) throw badRequest('INVOICE_PAYLOAD_INVALID');
  if (!/^[A-Z]{3}$/.test(currency)) throw badRequest('CURRENCY_INVALID');
  if (currency !== STARS && stringParam(params, 'provider_token') === '') throw badRequest('PAYMENT_PROVIDER_INVALID');
  const total_amount = readTotal(params, currency);
  const inline = readPayKeyboard(params);
  const chat = writableChat(world, bot, params);
  const start_parameter = stringParam(params, 'start_parameter');
  return sendToChat(world, bot, chat, {
    ...{ params, markup: { kind: 'inline', inline }, billed: { payload, is_paid: false } },
    content: { invoice: { title, description, start_parameter, currency, total_amount } },
  });
};

/** answerPreCheckoutQuery: within 10 s; later nobody waits, and no money moves. */
export const answerPreCheckoutQuery: Method = ({ world, bot, params }) => {
  const checkout = bot.checkouts.get(stringParam(params, 'pre_checkout_query_id'));
  if (!checkout || world.clock.now() - checkout.created_at > world.limits.checkout_answer_ms)
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const error = stringParam(params, 'error_message');
  const ok = booleanParam(params, 'ok');
  if (!ok && error === '') throw badRequest('ERROR_TEXT_EMPTY');
  bot.checkouts.delete(checkout.id);
  checkout.onAnswer(ok ? { ok } : { ok, error });
  return true;
};

/** refundStarPayment: gives Stars back, once. What a provider has taken is given back by the provider. */
export const refundStarPayment: Method = ({ world, bot, params }) => {
  const chat = findChat(world, bot, { chat_id: stringParam(params, 'user_id') });
  const charge = stringParam(params, 'telegram_payment_charge_id');
  const payment = bot.payments.get(charge);
  if (!chat || payment?.person_id !== chat.person.id || payment.currency !== STARS)
    throw badRequest('CHARGE_NOT_FOUND');
  if (payment.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
  const { currency, total_amount, payload } = payment;
  const refunded_payment = {
    ...{ currency, total_amount, invoice_payload: payload, telegram_payment_charge_id: charge },
  };
  sendToChat(world, bot, chat, { params: {}, markup: undefined, content: { refunded_payment } });
  // Only now: whoever was told to come again later has been given nothing back.
  bot.payments.set(charge, { ...payment, refunded: true });
  return true;
};
