import { badRequest } from '../core/api-error.ts';
import { isRecord } from '../core/params.ts';
import type { ButtonStyle, TgInlineButton, TgInlineKeyboard } from '../core/telegram-types.ts';
import { checkLink } from './links.ts';

type Fields = Readonly<Record<string, unknown>>;
type Kind = Omit<TgInlineButton, 'text' | 'style' | 'icon_custom_emoji_id'>;

const MAX_IN_ROW = 8;
const MAX_BUTTONS = 100;
const MAX_DATA_BYTES = 64;
const MAX_COPY_TEXT = 256;

const fault = (why: string): Error => badRequest(`can't parse inline keyboard button: ${why}`);

/** The style of a button; throws 400 through `complain` on an unknown one. */
export const readStyle = (fields: Fields, complain: (why: string) => Error): { style?: ButtonStyle } => {
  const style = typeof fields['style'] === 'string' ? fields['style'].toLowerCase() : '';
  if (style === '' || style === 'default') return {};
  if (style === 'danger' || style === 'success' || style === 'primary') return { style };
  throw complain('invalid button style specified');
};

const readCallback = (data: string): Kind => {
  if (Buffer.byteLength(data) > MAX_DATA_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  return { callback_data: data };
};

const readUrl = (text: string): Kind => {
  const link = checkLink(text);
  if (!link.ok) throw badRequest(`inline keyboard button URL '${text}' is invalid: ${link.why}`);
  return { url: link.url };
};

const readWebApp = (value: unknown): Kind => {
  const url = isRecord(value) && typeof value['url'] === 'string' ? value['url'] : '';
  const link = checkLink(url, { https_only: true });
  if (!link.ok) throw badRequest(`inline keyboard button Web App URL '${url}' is invalid: ${link.why}`);
  return { web_app: { url } };
};

const readCopyText = (value: unknown): Kind => {
  const text = isRecord(value) && typeof value['text'] === 'string' ? value['text'] : '';
  if (text === '' || text.length > MAX_COPY_TEXT) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  return { copy_text: { text } };
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const readKind = (fields: Fields): Kind => {
  const { url, callback_data, switch_inline_query, switch_inline_query_current_chat } = fields;
  if (isText(url)) return readUrl(url);
  if (isText(callback_data)) return readCallback(callback_data);
  if (typeof switch_inline_query === 'string') return { switch_inline_query };
  if (typeof switch_inline_query_current_chat === 'string') return { switch_inline_query_current_chat };
  if (fields['web_app'] !== undefined) return readWebApp(fields['web_app']);
  if (fields['copy_text'] !== undefined) return readCopyText(fields['copy_text']);
  if (fields['disabled'] !== undefined) return { disabled: {} };
  if (fields['pay'] === true) return { pay: true };
  throw fault('Text buttons are unallowed in the inline keyboard');
};

const readButton = (value: unknown): TgInlineButton => {
  if (!isRecord(value)) throw fault('InlineKeyboardButton must be an Object');
  const { text } = value;
  if (typeof text !== 'string') throw fault('Can\'t find field "text"');
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  return { text, ...readStyle(value, fault), ...readKind(value) };
};

/** Reads an inline keyboard; empty rows vanish, and no button left means no keyboard. Throws 400 as Telegram does. */
export const readInlineKeyboard = (rows: unknown): TgInlineKeyboard | undefined => {
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  }
  const keyboard = rows.map((row) => row.map(readButton)).filter((row) => row.length > 0);
  const count = keyboard.reduce((sum, row) => sum + row.length, 0);
  if (count > MAX_BUTTONS || keyboard.some((row) => row.length > MAX_IN_ROW)) {
    throw badRequest('reply markup is too long');
  }
  return count === 0 ? undefined : { inline_keyboard: keyboard };
};
