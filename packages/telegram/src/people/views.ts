import type { TgInlineButton, TgReplyButton, TgReplyKeyboard } from '../core/telegram-types.ts';
import type { Bot, Chat, Person, StoredMessage, World } from '../core/world.ts';
import type {
  BotView,
  BotWords,
  ButtonView,
  ChatSummary,
  ChatView,
  ClockView,
  MessageView,
  PersonView,
  ReplyKeyboardView,
  WorldView,
} from '../people-protocol.ts';

const SHOWN_MESSAGES = 200;

const buttonView = (button: TgInlineButton): ButtonView => {
  const url = button.url ?? button.web_app?.url;
  return {
    text: button.text,
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(button.callback_data === undefined ? {} : { callback_data: button.callback_data }),
    ...(url === undefined ? {} : { url }),
    ...(button.copy_text === undefined ? {} : { copy_text: button.copy_text.text }),
    ...(button.disabled === undefined ? {} : { disabled: true }),
    ...(button.pay === undefined ? {} : { pay: true }),
  };
};

const replyButtonView = (button: TgReplyButton): ButtonView => ({
  text: button.text,
  ...(button.style === undefined ? {} : { style: button.style }),
  ...(button.request_contact ? { request_contact: true } : {}),
});

export const replyKeyboardView = (keyboard: TgReplyKeyboard): ReplyKeyboardView => ({
  keyboard: keyboard.keyboard.map((row) => row.map(replyButtonView)),
  one_time: keyboard.one_time_keyboard,
  ...(keyboard.input_field_placeholder === undefined ? {} : { placeholder: keyboard.input_field_placeholder }),
});

const moneyOf = ({ message, billed }: StoredMessage): Partial<MessageView> => {
  const { invoice, successful_payment, refunded_payment } = message;
  const moved = successful_payment ?? refunded_payment;
  return {
    ...(invoice && {
      invoice: {
        ...{ title: invoice.title, description: invoice.description, paid: billed?.is_paid === true },
        ...{ currency: invoice.currency, total_amount: invoice.total_amount },
      },
    }),
    ...(moved && {
      payment: {
        ...{ currency: moved.currency, total_amount: moved.total_amount },
        refunded: refunded_payment !== undefined,
      },
    }),
  };
};

const attachment = ({ message }: StoredMessage): Partial<MessageView> => {
  const { contact, document, photo } = message;
  const largest = photo?.at(-1);
  return {
    ...(contact ? { contact: { phone_number: contact.phone_number, first_name: contact.first_name } } : {}),
    ...(document ? { document: { file_id: document.file_id, file_name: document.file_name ?? 'file' } } : {}),
    ...(largest ? { photo: { file_id: largest.file_id, width: largest.width, height: largest.height } } : {}),
  };
};

/** A message as people see it: a caption is shown as its text. */
export const messageView = (stored: StoredMessage): MessageView => {
  const { message } = stored;
  return {
    message_id: message.message_id,
    from: stored.from,
    sent_at: stored.sent_at,
    ...(stored.edited_at === undefined ? {} : { edited_at: stored.edited_at }),
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    ...(message.reply_markup
      ? { inline_keyboard: message.reply_markup.inline_keyboard.map((row) => row.map(buttonView)) }
      : {}),
    ...(message.reply_to_message ? { reply_to_message_id: message.reply_to_message.message_id } : {}),
    ...(stored.force_reply === undefined ? {} : { force_reply: stored.force_reply }),
    ...attachment(stored),
    ...moneyOf(stored),
  };
};

export const personView = (person: Person): PersonView => ({
  id: person.id,
  first_name: person.first_name,
  ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
  ...(person.username === undefined ? {} : { username: person.username }),
  language_code: person.language_code,
  ...(person.names === undefined ? {} : { names: person.names }),
  ...(person.role === undefined ? {} : { role: person.role }),
});

const wordsOf = (bot: Bot, language: string): BotWords => ({
  first_name: bot.texts.get(`name|${language}`) ?? bot.texts.get('name|') ?? bot.first_name,
  commands:
    bot.commands.get(`all_private_chats|${language}`) ??
    bot.commands.get('all_private_chats|') ??
    bot.commands.get(`default|${language}`) ??
    bot.commands.get('default|') ??
    [],
});

/** The languages for which a bot has commands or a name of its own; keys are `scope|language`. */
const languagesOf = (bot: Bot): string[] => {
  const names = [...bot.texts.keys()].filter((key) => key.startsWith('name|'));
  const languages = [...bot.commands.keys(), ...names].map((key) => key.slice(key.indexOf('|') + 1));
  return [...new Set(languages)].filter((language) => language !== '').sort();
};

/** A bot as people see it. */
export const botView = (bot: Bot): BotView => ({
  id: bot.id,
  username: bot.username,
  ...wordsOf(bot, ''),
  translations: Object.fromEntries(languagesOf(bot).map((language) => [language, wordsOf(bot, language)])),
});

const lastOf = (chat: Chat): StoredMessage | undefined => {
  let last: StoredMessage | undefined;
  for (const stored of chat.messages.values()) last = stored;
  return last;
};

const chatSummary = (chat: Chat): ChatSummary => {
  const last = lastOf(chat);
  return {
    bot_id: chat.bot_id,
    person_id: chat.person.id,
    blocked: chat.blocked,
    ...(last ? { last_message: messageView(last) } : {}),
  };
};

/** The last 200 messages of a chat with its reply keyboard. */
export const chatView = (chat: Chat): ChatView => {
  const messages = [...chat.messages.values()].slice(-SHOWN_MESSAGES).map(messageView);
  const last = messages.at(-1);
  return {
    bot_id: chat.bot_id,
    person_id: chat.person.id,
    blocked: chat.blocked,
    ...(last ? { last_message: last } : {}),
    messages,
    ...(chat.reply_keyboard ? { reply_keyboard: replyKeyboardView(chat.reply_keyboard) } : {}),
  };
};

export const clockView = (world: World): ClockView => ({
  now: world.clock.now(),
  offset_ms: world.clock.offsetMs(),
});

export const worldView = (world: World): WorldView => ({
  bots: [...world.bots.values()].map((bot) => botView(bot)),
  people: [...world.people.values()].map(personView),
  chats: [...world.bots.values()].flatMap((bot) => [...bot.chats.values()].map(chatSummary)),
  clock: clockView(world),
});
