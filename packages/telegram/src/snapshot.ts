import type { BotCommand, MenuButton, TgReplyKeyboard } from './core/telegram-types.ts';
import {
  type Bot,
  type Callback,
  type Chat,
  openChat,
  type Payment,
  type PendingUpdate,
  type Person,
  type StoredFile,
  type StoredMessage,
  type WebhookSettings,
  type World,
} from './core/world.ts';
import { connectWebhook } from './delivery/connect.ts';
import { emptyBot } from './people/add-bot.ts';

type ChatSnapshot = {
  readonly person_id: number;
  readonly started: boolean;
  readonly blocked: boolean;
  readonly messages: readonly StoredMessage[];
  readonly reply_keyboard?: TgReplyKeyboard;
};

type FileSnapshot = Omit<StoredFile, 'content'> & { readonly content_base64: string };
type CallbackSnapshot = Omit<Callback, 'onAnswer'>;

type BotSnapshot = {
  readonly id: number;
  readonly token: string;
  readonly revoked: boolean;
  readonly username: string;
  readonly first_name: string;
  readonly chats: readonly ChatSnapshot[];
  readonly pending: readonly PendingUpdate[];
  readonly callbacks: readonly CallbackSnapshot[];
  readonly files: readonly FileSnapshot[];
  /** Left out by older programs. */
  readonly payments?: readonly (readonly [string, Payment])[];
  readonly commands: readonly (readonly [string, readonly BotCommand[]])[];
  readonly texts: readonly (readonly [string, string])[];
  readonly menu_buttons: readonly (readonly [number, MenuButton])[];
  readonly allowed_updates?: readonly string[];
  readonly webhook?: WebhookSettings;
  readonly next_message_id: number;
  readonly next_update_id: number;
};

/** The whole state as plain JSON. Rates and 429s are not part of it: they start afresh. */
export type Snapshot = {
  readonly version: 1;
  readonly clock_offset_ms: number;
  readonly next_person_id: number;
  readonly next_callback_id: number;
  readonly people: readonly Person[];
  readonly bots: readonly BotSnapshot[];
};

const chatSnapshot = (chat: Chat): ChatSnapshot => ({
  person_id: chat.person.id,
  started: chat.started,
  blocked: chat.blocked,
  messages: [...chat.messages.values()],
  ...(chat.reply_keyboard ? { reply_keyboard: chat.reply_keyboard } : {}),
});

const fileSnapshot = ({ content, ...file }: StoredFile): FileSnapshot => ({
  ...file,
  content_base64: content.toString('base64'),
});

const botSnapshot = (world: World, bot: Bot): BotSnapshot => ({
  id: bot.id,
  token: bot.token,
  revoked: world.bots_by_token.get(bot.token) !== bot,
  username: bot.username,
  first_name: bot.first_name,
  chats: [...bot.chats.values()].map(chatSnapshot),
  pending: [...bot.pending.values()],
  callbacks: [...bot.callbacks.values()].map(({ onAnswer: _, ...callback }) => callback),
  files: [...bot.files.values()].map(fileSnapshot),
  payments: [...bot.payments],
  commands: [...bot.commands],
  texts: [...bot.texts],
  menu_buttons: [...bot.menu_buttons],
  ...(bot.allowed_updates ? { allowed_updates: bot.allowed_updates } : {}),
  ...(bot.webhook ? { webhook: { ...bot.webhook } } : {}),
  next_message_id: bot.next_message_id,
  next_update_id: bot.next_update_id,
});

/** The state of a world; it shares immutable parts with it, so make it JSON before long. */
export const takeSnapshot = (world: World): Snapshot => ({
  version: 1,
  clock_offset_ms: world.clock.offsetMs(),
  next_person_id: world.next_person_id,
  next_callback_id: world.next_callback_id,
  people: [...world.people.values()],
  bots: [...world.bots.values()].map((bot) => botSnapshot(world, bot)),
});

const fill = <K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void => {
  for (const [key, value] of entries) map.set(key, value);
};

const restoreChat = (world: World, bot: Bot, saved: ChatSnapshot): void => {
  const person = world.people.get(saved.person_id);
  if (!person) throw new TypeError(`snapshot: chat of bot ${bot.id} names the unknown person ${saved.person_id}`);
  const chat = openChat(world, bot, person);
  chat.started = saved.started;
  chat.blocked = saved.blocked;
  chat.reply_keyboard = saved.reply_keyboard;
  fill(
    chat.messages,
    saved.messages.map((stored) => [stored.message.message_id, stored] as const),
  );
};

const restoreFile = ({ content_base64, ...file }: FileSnapshot): readonly [string, StoredFile] => [
  file.file_id,
  { ...file, content: Buffer.from(content_base64, 'base64') },
];

const restoreBot = (world: World, saved: BotSnapshot): void => {
  const bot = emptyBot(world, saved, saved.id);
  for (const chat of saved.chats) restoreChat(world, bot, chat);
  fill(
    bot.pending,
    saved.pending.map((update) => [update.update_id, update] as const),
  );
  fill(
    bot.callbacks,
    saved.callbacks.map((callback) => [callback.id, { ...callback }] as const),
  );
  fill(bot.files, saved.files.map(restoreFile));
  fill(bot.payments, saved.payments ?? []);
  fill(bot.commands, saved.commands);
  fill(bot.texts, saved.texts);
  fill(bot.menu_buttons, saved.menu_buttons);
  bot.allowed_updates = saved.allowed_updates;
  bot.webhook = saved.webhook ? { ...saved.webhook } : undefined;
  bot.next_message_id = saved.next_message_id;
  bot.next_update_id = saved.next_update_id;
  world.bots.set(bot.id, bot);
  if (!saved.revoked) world.bots_by_token.set(bot.token, bot);
};

/** Fills an empty world and moves its clock. Throws TypeError when the snapshot is not of this version. */
export const restore = (world: World, snapshot: Snapshot): void => {
  if (snapshot.version !== 1) throw new TypeError(`snapshot: version ${String(snapshot.version)} is not understood`);
  world.clock.setOffset(snapshot.clock_offset_ms);
  world.next_person_id = snapshot.next_person_id;
  world.next_callback_id = snapshot.next_callback_id;
  for (const person of snapshot.people) world.people.set(person.id, person);
  for (const bot of snapshot.bots) restoreBot(world, bot);
};

/** Goes on delivering to the webhooks that were set. */
export const reconnect = (world: World): void => {
  for (const bot of world.bots.values()) if (bot.webhook) connectWebhook(world, bot, bot.webhook);
};
