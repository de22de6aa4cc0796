import { messageView, replyKeyboardView } from '../people/views.ts';
import { badRequest, forbidden, tooManyRequests } from './api-error.ts';
import { takeToken } from './limits.ts';
import { booleanParam, integerParam, isRecord, jsonParam, type Params, stringParam } from './params.ts';
import type { Markup, TgInlineKeyboard, TgMessage, TgReplyKeyboard } from './telegram-types.ts';
import { type Bot, botRate, type Chat, chatRate, emit, keepMessage, type StoredMessage, type World } from './world.ts';

const SECOND_MS = 1000;
const CHAT_ID = /^-?\d{1,15}$/;

/** The person's chat that `chat_id` names, whether or not the bot may write there. Throws 400 "chat not found". */
export const findChat = (world: World, bot: Bot, params: Params): Chat | undefined => {
  const chatId = stringParam(params, 'chat_id');
  if (chatId === '') throw badRequest('chat_id is empty');
  const person = CHAT_ID.test(chatId) ? world.people.get(Number(chatId)) : undefined;
  if (!person) throw badRequest('chat not found');
  return bot.chats.get(person.id);
};

/** The chat to write into. Throws 403 when the person never wrote to the bot or has blocked it. */
export const writableChat = (world: World, bot: Bot, params: Params): Chat => {
  const chat = findChat(world, bot, params);
  if (!chat?.started) throw forbidden("bot can't initiate conversation with a user");
  if (chat.blocked) throw forbidden('bot was blocked by the user');
  return chat;
};

/** Refuses every call of a bot until `seconds` have passed, as Telegram does after a 429. */
export const floodBot = (world: World, bot: Bot, seconds: number): Error => {
  bot.blocked_until = world.clock.now() + seconds * SECOND_MS;
  return tooManyRequests(seconds);
};

const spendRate = (world: World, bot: Bot, chat: Chat): void => {
  const now = world.clock.now();
  const wait = takeToken(chat.bucket, chatRate(world.limits), now) || takeToken(bot.bucket, botRate(world.limits), now);
  if (wait > 0) throw floodBot(world, bot, wait);
};

/** The message a new one answers, without what it answered itself. Throws 400 when it is not there. */
const repliedMessage = (chat: Chat, params: Params): TgMessage | undefined => {
  const reply = jsonParam(params, 'reply_parameters', "can't parse reply parameters JSON object");
  const source = isRecord(reply) ? reply : { message_id: params['reply_to_message_id'] };
  const id = integerParam(source, 'message_id', { min: 0, max: 2 ** 31, fallback: 0 });
  if (id === 0) return undefined;
  const found = chat.messages.get(id);
  if (found) {
    const { reply_to_message: _, ...message } = found.message;
    return message;
  }
  if (booleanParam({ ...params, ...source }, 'allow_sending_without_reply')) return undefined;
  throw badRequest('message to be replied not found');
};

/** Shows, replaces or hides (undefined) the reply keyboard of a chat. */
export const setReplyKeyboard = (world: World, chat: Chat, keyboard: TgReplyKeyboard | undefined): void => {
  if (chat.reply_keyboard === keyboard) return;
  chat.reply_keyboard = keyboard;
  emit(world, () => ({
    type: 'reply_keyboard',
    bot_id: chat.bot_id,
    person_id: chat.person.id,
    ...(keyboard ? { reply_keyboard: replyKeyboardView(keyboard) } : {}),
  }));
};

type Content = Partial<
  Pick<
    TgMessage,
    | 'text'
    | 'entities'
    | 'caption'
    | 'caption_entities'
    | 'contact'
    | 'photo'
    | 'document'
    | 'invoice'
    | 'refunded_payment'
  >
>;
export type Outgoing = {
  readonly params: Params;
  readonly content: Content;
  readonly markup: Markup | undefined;
  readonly billed?: StoredMessage['billed'];
};

const storedMessage = (bot: Bot, chat: Chat, outgoing: Outgoing, now: number): StoredMessage => {
  const { markup, content } = outgoing;
  const replied = repliedMessage(chat, outgoing.params);
  const message: TgMessage = {
    message_id: bot.next_message_id,
    from: bot.user,
    chat: chat.tg,
    date: Math.floor(now / SECOND_MS),
    ...(replied ? { reply_to_message: replied } : {}),
    ...content,
    ...(markup?.kind === 'inline' ? { reply_markup: markup.inline } : {}),
  };
  const billed = outgoing.billed === undefined ? {} : { billed: outgoing.billed };
  const stored = { message, from: 'bot', sent_at: now, ...billed } as const;
  if (markup === undefined || markup.kind === 'inline') return stored;
  if (markup.kind !== 'force_reply') return { ...stored, frozen: true };
  const { placeholder } = markup;
  return { ...stored, frozen: true, force_reply: placeholder === undefined ? {} : { placeholder } };
};

/** Only an invoice can be paid. Throws 400 for a Pay button below anything else. */
export const refusePayButton = (content: Content, inline: TgInlineKeyboard | undefined): void => {
  const isPaying = inline?.inline_keyboard.flat().some(({ pay }) => pay === true) === true;
  if (isPaying && content.invoice === undefined) throw badRequest('BUTTON_TYPE_INVALID');
};

/** Puts a bot's message into a chat: checks the rates, keeps it, shows it. Returns it as the API answers it. */
export const sendToChat = (world: World, bot: Bot, chat: Chat, outgoing: Outgoing): TgMessage => {
  spendRate(world, bot, chat);
  if (outgoing.markup?.kind === 'inline') refusePayButton(outgoing.content, outgoing.markup.inline);
  const stored = storedMessage(bot, chat, outgoing, world.clock.now());
  bot.next_message_id += 1;
  keepMessage(world, chat, stored);
  emit(world, () => ({
    type: 'message',
    bot_id: bot.id,
    person_id: chat.person.id,
    message: messageView(stored),
  }));
  if (outgoing.markup?.kind === 'reply') setReplyKeyboard(world, chat, outgoing.markup.reply);
  if (outgoing.markup?.kind === 'remove') setReplyKeyboard(world, chat, undefined);
  return stored.message;
};
