import { badRequest } from '../core/api-error.ts';
import { booleanParam, stringParam } from '../core/params.ts';
import { sendToChat, writableChat } from '../core/sending.ts';
import type { TgContact } from '../core/telegram-types.ts';
import { emit } from '../core/world.ts';
import { formatText, isLongerThan, TEXT_FIELD } from '../text/format.ts';
import { readMarkup } from '../text/markup.ts';
import type { Method } from './method.ts';

const MAX_TEXT = 4096;
const MAX_CALLBACK_TEXT = 200;
const TYPING_MS = 5000;

const ACTIONS = new Set([
  'cancel',
  'typing',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_photo',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

/** sendMessage: text of 1–4096 characters after the entities are parsed. */
export const sendMessage: Method = ({ world, bot, params }) => {
  if (stringParam(params, 'text') === '') throw badRequest('message text is empty');
  const { text, entities } = formatText(params, TEXT_FIELD);
  const markup = readMarkup(params);
  const chat = writableChat(world, bot, params);
  if (text === '') throw badRequest('text must be non-empty');
  if (isLongerThan(text, MAX_TEXT)) throw badRequest('message is too long');
  const content = entities.length > 0 ? { text, entities } : { text };
  return sendToChat(world, bot, chat, { params, content, markup });
};

/** sendContact: a phone number and a first name. */
export const sendContact: Method = ({ world, bot, params }) => {
  const phone = stringParam(params, 'phone_number');
  const firstName = stringParam(params, 'first_name');
  if (phone === '') throw badRequest('there is no parameter "phone_number" in the request');
  if (firstName === '') throw badRequest('there is no parameter "first_name" in the request');
  const lastName = stringParam(params, 'last_name');
  const vcard = stringParam(params, 'vcard');
  const contact: TgContact = {
    phone_number: phone,
    first_name: firstName,
    ...(lastName === '' ? {} : { last_name: lastName }),
    ...(vcard === '' ? {} : { vcard }),
  };
  const markup = readMarkup(params);
  return sendToChat(world, bot, writableChat(world, bot, params), { params, content: { contact }, markup });
};

/** sendChatAction: the "typing…" that people see for five seconds. */
export const sendChatAction: Method = ({ world, bot, params }) => {
  const action = stringParam(params, 'action').toLowerCase();
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  const chat = writableChat(world, bot, params);
  const until = action === 'cancel' ? world.clock.now() : world.clock.now() + TYPING_MS;
  emit(world, () => ({ type: 'typing', bot_id: bot.id, person_id: chat.person.id, until }));
  return true;
};

/** answerCallbackQuery: within 15 s of the tap; the first answer is the one that is shown. */
export const answerCallbackQuery: Method = ({ world, bot, params }) => {
  const text = stringParam(params, 'text');
  if (isLongerThan(text, MAX_CALLBACK_TEXT)) throw badRequest('MESSAGE_TOO_LONG');
  const callback = bot.callbacks.get(stringParam(params, 'callback_query_id'));
  if (!callback || world.clock.now() - callback.created_at > world.limits.callback_answer_ms) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  if (callback.answered) return true;
  callback.answered = true;
  const showAlert = booleanParam(params, 'show_alert');
  callback.onAnswer?.(text === '' ? undefined : { text, show_alert: showAlert });
  return true;
};
