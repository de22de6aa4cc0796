import { badRequest } from '../core/api-error.ts';
import { isRecord, jsonParam, type Params } from '../core/params.ts';
import type { Markup, TgInlineKeyboard, TgReplyButton, TgReplyKeyboard } from '../core/telegram-types.ts';
import { readInlineKeyboard, readStyle } from './inline-keyboard.ts';

type Fields = Readonly<Record<string, unknown>>;

const MAX_PLACEHOLDER = 64;
const MAX_BUTTONS = 300;

const fault = (why: string): Error => badRequest(`can't parse keyboard button: ${why}`);

const readButton = (value: unknown): TgReplyButton => {
  const fields = typeof value === 'string' ? { text: value } : value;
  if (!isRecord(fields)) throw fault('KeyboardButton must be a String or an Object');
  const { text } = fields;
  if (typeof text !== 'string') throw fault('Can\'t find field "text"');
  if (text.trim() === '') throw badRequest('keyboard button text must be non-empty');
  return {
    text,
    ...readStyle(fields, fault),
    ...(fields['request_contact'] === true ? { request_contact: true } : {}),
    ...(fields['request_location'] === true ? { request_location: true } : {}),
  };
};

const readPlaceholder = (fields: Fields): string | undefined => {
  const text = fields['input_field_placeholder'];
  if (typeof text !== 'string' || text === '') return undefined;
  return text.slice(0, MAX_PLACEHOLDER);
};

const readReplyKeyboard = (fields: Fields): TgReplyKeyboard | undefined => {
  const rows = fields['keyboard'];
  if (rows === undefined) return undefined;
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest('field "keyboard" must be an Array of Arrays');
  }
  const keyboard = rows.map((row) => row.map(readButton)).filter((row) => row.length > 0);
  if (keyboard.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  if (keyboard.length === 0) return undefined;
  const placeholder = readPlaceholder(fields);
  return {
    keyboard,
    one_time_keyboard: fields['one_time_keyboard'] === true,
    ...(placeholder === undefined ? {} : { input_field_placeholder: placeholder }),
  };
};

/** The markup of a message to be sent. Undefined when there is none; throws 400 as Telegram does. */
export const readMarkup = (params: Params): Markup | undefined => {
  const value = jsonParam(params, 'reply_markup', "can't parse reply keyboard markup JSON object");
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw badRequest('object expected as reply markup');
  if (value['inline_keyboard'] !== undefined) {
    const inline = readInlineKeyboard(value['inline_keyboard']);
    if (inline) return { kind: 'inline', inline };
  }
  const reply = readReplyKeyboard(value);
  if (reply) return { kind: 'reply', reply };
  if (value['remove_keyboard'] === true) return { kind: 'remove' };
  if (value['force_reply'] !== true) return undefined;
  const placeholder = readPlaceholder(value);
  return { kind: 'force_reply', ...(placeholder === undefined ? {} : { placeholder }) };
};

/** The markup of an edited message, where only an inline keyboard is allowed. */
export const readInlineMarkup = (params: Params): TgInlineKeyboard | undefined => {
  const markup = readMarkup(params);
  if (markup === undefined) return undefined;
  if (markup.kind === 'inline') return markup.inline;
  throw badRequest('inline keyboard expected');
};
