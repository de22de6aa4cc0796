import { setReplyKeyboard } from '../core/sending.ts';
import type { TgInlineButton, TgMessage } from '../core/telegram-types.ts';
import {
  type Bot,
  type Chat,
  changed,
  emit,
  keepMessage,
  openChat,
  type StoredMessage,
  type World,
} from '../core/world.ts';
import { pushUpdate } from '../delivery/updates.ts';
import type { TapResult } from '../people-protocol.ts';
import { withAutoEntities } from '../text/auto-entities.ts';
import { isLongerThan } from '../text/format.ts';
import { Refusal } from './refusal.ts';
import { messageView } from './views.ts';

const SECOND_MS = 1000;
const MAX_TEXT = 4096;

/** A person's place with one bot; throws Refusal (404) when one of them does not exist. */
export const chatFor = (world: World, botId: number, personId: number): { bot: Bot; chat: Chat } => {
  const bot = world.bots.get(botId);
  if (!bot) throw new Refusal(`there is no bot with the id ${botId}`, 404);
  const person = world.people.get(personId);
  if (!person) throw new Refusal(`there is no person with the id ${personId}`, 404);
  return { bot, chat: openChat(world, bot, person) };
};

export type Place = { readonly world: World; readonly bot: Bot; readonly chat: Chat };
type Content = Partial<
  Pick<
    TgMessage,
    'text' | 'entities' | 'contact' | 'reply_to_message' | 'successful_payment' | 'photo' | 'document' | 'caption'
  >
>;

/** Puts a message of the person's into the chat, and tells the bot; gives its id. Throws Refusal. */
export const post = ({ world, bot, chat }: Place, content: Content): number => {
  if (chat.blocked) throw new Refusal(`${chat.person.first_name} has blocked the bot; unblock it first`);
  const now = world.clock.now();
  const message: TgMessage = {
    message_id: bot.next_message_id,
    from: chat.user,
    chat: chat.tg,
    date: Math.floor(now / SECOND_MS),
    ...content,
  };
  const stored: StoredMessage = { message, from: 'person', sent_at: now };
  bot.next_message_id += 1;
  chat.started = true;
  keepMessage(world, chat, stored);
  emit(world, () => ({ type: 'message', bot_id: bot.id, person_id: chat.person.id, message: messageView(stored) }));
  pushUpdate(world, bot, {
    type: 'message',
    queue: `message:${chat.person.id}`,
    ttl_ms: world.limits.message_update_ms,
    body: message,
  });
  return message.message_id;
};

const replied = (chat: Chat, id: number | undefined): Content => {
  if (id === undefined) return {};
  const found = chat.messages.get(id);
  if (!found) throw new Refusal(`reply_to_message_id: there is no message ${id} in this chat`);
  const { reply_to_message: _, ...message } = found.message;
  return { reply_to_message: message };
};

/** A one-time keyboard hides as soon as one of its buttons is used. */
const useOneTimeKeyboard = ({ world, chat }: Place, isUsed: (text: string) => boolean): void => {
  const keyboard = chat.reply_keyboard;
  if (!keyboard?.one_time_keyboard) return;
  if (keyboard.keyboard.flat().some((button) => isUsed(button.text))) setReplyKeyboard(world, chat, undefined);
};

/** Sends a text of 1–4096 characters as the person; returns the message's id. Throws Refusal. */
export const typeText = (place: Place, text: string, replyTo?: number): number => {
  const trimmed = text.trim();
  if (trimmed === '') throw new Refusal('text must not be empty');
  if (isLongerThan(trimmed, MAX_TEXT)) throw new Refusal(`text must have at most ${MAX_TEXT} characters`);
  const entities = withAutoEntities(trimmed, []);
  const reply = replied(place.chat, replyTo);
  const id = post(place, { ...reply, text: trimmed, ...(entities.length > 0 ? { entities } : {}) });
  useOneTimeKeyboard(place, (label) => label === trimmed);
  return id;
};

/** Shares the person's own contact, as a `request_contact` button does; returns the message's id. */
export const shareContact = (place: Place, phone?: string): number => {
  const { person } = place.chat;
  const contact = {
    phone_number: phone ?? `7900${String(person.id % 10_000_000).padStart(7, '0')}`,
    first_name: person.first_name,
    ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
    user_id: person.id,
  };
  const id = post(place, { contact });
  useOneTimeKeyboard(place, () => true);
  return id;
};

/** Forgets taps that can no longer be answered; they are kept in the order of time. */
const dropOldCallbacks = (world: World, bot: Bot): void => {
  const oldest = world.clock.now() - world.limits.callback_answer_ms;
  for (const callback of bot.callbacks.values()) {
    if (callback.created_at >= oldest) return;
    bot.callbacks.delete(callback.id);
  }
};

const callBack = ({ world, bot, chat }: Place, message: TgMessage, data: string): Promise<TapResult> =>
  new Promise((resolve) => {
    dropOldCallbacks(world, bot);
    const id = `${chat.person.id}${String(world.next_callback_id).padStart(9, '0')}`;
    world.next_callback_id += 1;
    const cancel = world.clock.setTimer(world.limits.callback_answer_ms, () => resolve({}));
    bot.callbacks.set(id, {
      id,
      created_at: world.clock.now(),
      answered: false,
      onAnswer: (answer) => {
        cancel();
        resolve(answer ? { answer } : {});
      },
    });
    pushUpdate(world, bot, {
      type: 'callback_query',
      queue: `callback_query:${chat.person.id}`,
      ttl_ms: world.limits.query_update_ms,
      body: { id, from: chat.user, message, chat_instance: `${bot.id}${chat.person.id}`, data },
    });
  });

export type TapTarget =
  | { readonly message_id: number; readonly row: number; readonly column: number }
  | { readonly message_id: number; readonly data: string };

const MAX_DATA_BYTES = 64;

/**
 * What a tap carries. Data is taken as the app sends it: "the message originated the query can contain no callback
 * buttons with this data", because it was edited meanwhile, or because somebody forges it.
 */
const dataOf = (keyboard: readonly (readonly TgInlineButton[])[], target: TapTarget): string | undefined => {
  if (!('data' in target)) {
    const button = keyboard[target.row]?.[target.column];
    if (!button) throw new Refusal(`there is no such button on message ${target.message_id}`);
    return button.callback_data;
  }
  const bytes = Buffer.byteLength(target.data);
  if (bytes === 0 || bytes > MAX_DATA_BYTES) throw new Refusal(`data must have 1–${MAX_DATA_BYTES} bytes`);
  return target.data;
};

/**
 * Taps a button of an inline keyboard, by its place or by its data. Resolves when the bot has answered the callback, or with nothing after the
 * clock's 15 s; buttons without callback data (links, copies, disabled ones) resolve at once. Rejects with Refusal.
 */
export const tapButton = async (place: Place, target: TapTarget): Promise<TapResult> => {
  const { chat } = place;
  if (chat.blocked) throw new Refusal(`${chat.person.first_name} has blocked the bot; unblock it first`);
  const stored = chat.messages.get(target.message_id);
  if (!stored) throw new Refusal(`message_id: there is no message ${target.message_id} in this chat`);
  const { message, from } = stored;
  if (from !== 'bot') throw new Refusal(`message ${target.message_id} is not the bot's`);
  const data = dataOf(message.reply_markup?.inline_keyboard ?? [], target);
  return data === undefined ? {} : await callBack(place, message, data);
};

const member = (bot: Bot, blocked: boolean): object =>
  blocked ? { user: bot.user, status: 'kicked', until_date: 0 } : { user: bot.user, status: 'member' };

/** Blocks or unblocks the bot; it learns that by a `my_chat_member` update. */
export const setBlocked = ({ world, bot, chat }: Place, blocked: boolean): void => {
  if (chat.blocked === blocked) return;
  chat.blocked = blocked;
  emit(world, () => ({ type: 'blocked', bot_id: bot.id, person_id: chat.person.id, blocked }));
  changed(world);
  pushUpdate(world, bot, {
    type: 'my_chat_member',
    queue: `my_chat_member:${chat.person.id}`,
    ttl_ms: world.limits.message_update_ms,
    body: {
      chat: chat.tg,
      from: chat.user,
      date: Math.floor(world.clock.now() / SECOND_MS),
      old_chat_member: member(bot, !blocked),
      new_chat_member: member(bot, blocked),
    },
  });
};
