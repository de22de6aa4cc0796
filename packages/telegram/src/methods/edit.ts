import { badRequest } from '../core/api-error.ts';
import { messageIdParam, stringParam } from '../core/params.ts';
import { refusePayButton, writableChat } from '../core/sending.ts';
import type { FormattedText, TgInlineKeyboard, TgMessage } from '../core/telegram-types.ts';
import { type Chat, emit, type StoredMessage, type World } from '../core/world.ts';
import { messageView } from '../people/views.ts';
import { CAPTION_FIELD, formatText, isLongerThan, TEXT_FIELD } from '../text/format.ts';
import { readInlineMarkup } from '../text/markup.ts';
import type { Call, Method } from './method.ts';

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const SECOND_MS = 1000;

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
  'and reply markup of the message';

type Target = { readonly world: World; readonly chat: Chat; readonly stored: StoredMessage };

/** Only a bot's own message can be edited, and only when it has no reply keyboard; there is no limit of age. */
const findEditable = ({ world, bot, params }: Call): Target => {
  const id = messageIdParam(params);
  if (id === 0 && stringParam(params, 'chat_id') === '') throw badRequest('message identifier is not specified');
  const chat = writableChat(world, bot, params);
  const stored = chat.messages.get(id);
  if (!stored) throw badRequest('message to edit not found');
  if (stored.from !== 'bot' || stored.frozen) throw badRequest("message can't be edited");
  return { world, chat, stored };
};

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What an edit keeps: everything but the keyboard, and the old entities when there is a new text. */
const kept = (message: TgMessage, content: Partial<TgMessage>): TgMessage => {
  const { reply_markup: _, entities, caption_entities, ...rest } = message;
  return {
    ...rest,
    ...(entities && content.text === undefined ? { entities } : {}),
    ...(caption_entities && content.caption === undefined ? { caption_entities } : {}),
  };
};

const replace = (
  { world, chat, stored }: Target,
  content: Partial<TgMessage>,
  markup: TgInlineKeyboard | undefined,
) => {
  refusePayButton(stored.message, markup);
  const now = world.clock.now();
  const message: TgMessage = {
    ...kept(stored.message, content),
    edit_date: Math.floor(now / SECOND_MS),
    ...content,
    ...(markup ? { reply_markup: markup } : {}),
  };
  const edited: StoredMessage = { ...stored, message, edited_at: now };
  chat.messages.set(message.message_id, edited);
  emit(world, () => ({
    type: 'edited',
    bot_id: chat.bot_id,
    person_id: chat.person.id,
    message: messageView(edited),
  }));
  return message;
};

const sameEntities = (old: TgMessage['entities'], next: FormattedText['entities']): boolean => same(old ?? [], next);

/** editMessageText: without `reply_markup` the keyboard goes away. */
export const editMessageText: Method = (call) => {
  if (stringParam(call.params, 'text') === '') throw badRequest('message text is empty');
  const { text, entities } = formatText(call.params, TEXT_FIELD);
  const markup = readInlineMarkup(call.params);
  const target = findEditable(call);
  const { message } = target.stored;
  if (message.text === undefined) throw badRequest('there is no text in the message to edit');
  if (text === '') throw badRequest('text must be non-empty');
  if (isLongerThan(text, MAX_TEXT)) throw badRequest('MESSAGE_TOO_LONG');
  if (text === message.text && sameEntities(message.entities, entities) && same(message.reply_markup, markup)) {
    throw badRequest(NOT_MODIFIED);
  }
  return replace(target, entities.length > 0 ? { text, entities } : { text }, markup);
};

/** editMessageCaption: the text below a photo or a document. */
export const editMessageCaption: Method = (call) => {
  const { text, entities } = formatText(call.params, CAPTION_FIELD);
  const markup = readInlineMarkup(call.params);
  const target = findEditable(call);
  const { message } = target.stored;
  if (!message.photo && !message.document) throw badRequest('there is no caption in the message to edit');
  if (isLongerThan(text, MAX_CAPTION)) throw badRequest('MEDIA_CAPTION_TOO_LONG');
  const unchanged = text === (message.caption ?? '') && sameEntities(message.caption_entities, entities);
  if (unchanged && same(message.reply_markup, markup)) throw badRequest(NOT_MODIFIED);
  return replace(
    target,
    entities.length > 0 ? { caption: text, caption_entities: entities } : { caption: text },
    markup,
  );
};

/** editMessageReplyMarkup: without a keyboard the old one goes away. */
export const editMessageReplyMarkup: Method = (call) => {
  const markup = readInlineMarkup(call.params);
  const target = findEditable(call);
  if (same(target.stored.message.reply_markup, markup)) throw badRequest(NOT_MODIFIED);
  return replace(target, {}, markup);
};
