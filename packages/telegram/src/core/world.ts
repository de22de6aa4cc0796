import type { Body } from '../http/body.ts';
import type { WorldEvent } from '../people-protocol.ts';
import type { CallLog } from './call-log.ts';
import type { Clock } from './clock.ts';
import type { FaultBox } from './faults.ts';
import { type Bucket, fullBucket, type Limits } from './limits.ts';
import type { BotCommand, MenuButton, TgChat, TgMessage, TgReplyKeyboard, TgUser } from './telegram-types.ts';

export type Person = {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code: string;
  /** What those who read another language call them, by language: for the page alone, no bot sees it. */
  readonly names?: Readonly<Record<string, string>>;
  /** As what they come to the business, for the page alone; see `showRoles`. */
  readonly role?: string;
};

/** A message with what the API does not tell: exact times and who wrote it. */
export type StoredMessage = {
  readonly message: TgMessage;
  readonly from: 'bot' | 'person';
  readonly sent_at: number;
  readonly edited_at?: number;
  /** Sent with a reply keyboard, a removal or a forced reply: Telegram does not let such a message be edited. */
  readonly frozen?: boolean;
  /** What an invoice does not show; `is_paid`: once is enough. */
  readonly billed?: { readonly payload: string; readonly is_paid: boolean };
  /** It asks for a reply to itself. */
  readonly force_reply?: { readonly placeholder?: string };
};

export type Chat = {
  readonly bot_id: number;
  /** Who it is, and how the API names them: they may change the language of their app. */
  person: Person;
  readonly tg: TgChat;
  user: TgUser;
  /** A bot may write only after the person has written first. */
  started: boolean;
  blocked: boolean;
  readonly messages: Map<number, StoredMessage>;
  reply_keyboard: TgReplyKeyboard | undefined;
  readonly bucket: Bucket;
};

export type UpdateType = 'message' | 'callback_query' | 'pre_checkout_query' | 'my_chat_member';

export type PendingUpdate = {
  readonly update_id: number;
  readonly type: UpdateType;
  /** Updates of one queue are delivered one after the other. */
  readonly queue: string;
  readonly expires_at: number;
  readonly body: object;
};

/** Whoever takes updates away at the moment: a webhook or a waiting getUpdates. */
export type Receiver = { onUpdate(update: PendingUpdate): void; stop(): void };

export type WebhookSettings = {
  readonly url: string;
  readonly secret_token: string;
  readonly max_connections: number;
  readonly ip_address: string;
  last_error_date?: number;
  last_error_message?: string;
};

export type Callback = { readonly id: string; readonly created_at: number; answered: boolean; onAnswer?: OnAnswer };
type OnAnswer = (answer: { readonly text: string; readonly show_alert: boolean } | undefined) => void;

export type PreCheckout = {
  readonly id: string;
  readonly created_at: number;
  readonly onAnswer: (answer: CheckoutAnswer) => void;
};
/** What a bot says before money moves; `error`: why it does not. */
export type CheckoutAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** Money that has moved. */
export type Payment = {
  readonly person_id: number;
  readonly currency: string;
  readonly total_amount: number;
  readonly payload: string;
  readonly refunded: boolean;
};

export type StoredFile = {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_path: string;
  readonly file_name: string;
  readonly mime_type: string;
  readonly content: Buffer;
};

export type Bot = {
  readonly id: number;
  token: string;
  first_name: string;
  readonly username: string;
  readonly user: TgUser;
  readonly chats: Map<number, Chat>;
  readonly pending: Map<number, PendingUpdate>;
  readonly callbacks: Map<string, Callback>;
  readonly files: Map<string, StoredFile>;
  readonly checkouts: Map<string, PreCheckout>;
  /** By `telegram_payment_charge_id`. */
  readonly payments: Map<string, Payment>;
  /** Commands by `scope|language`. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** Names and descriptions by `kind|language`. */
  readonly texts: Map<string, string>;
  readonly menu_buttons: Map<number, MenuButton>;
  readonly bucket: Bucket;
  allowed_updates: readonly string[] | undefined;
  webhook: WebhookSettings | undefined;
  receiver: Receiver | undefined;
  next_message_id: number;
  next_update_id: number;
  next_webhook_at: number;
  blocked_until: number;
  logged_out_until: number;
};

export type World = {
  readonly clock: Clock;
  /** Behave as a Bot API server on one's own machine: webhooks by http and on any port. */
  readonly local: boolean;
  readonly limits: Limits;
  readonly bots: Map<number, Bot>;
  readonly bots_by_token: Map<string, Bot>;
  readonly people: Map<number, Person>;
  readonly listeners: Set<(event: WorldEvent) => void>;
  readonly change_listeners: Set<() => void>;
  readonly faults: FaultBox;
  readonly log: CallLog;
  readonly on_close: Set<() => void>;
  /** Executes a call that came as the answer to a webhook; nobody learns its result. */
  run_reply: (bot: Bot, method: string, body: Body) => void;
  next_person_id: number;
  next_callback_id: number;
};

/** Tells everybody who listens; the event is only made when somebody does. */
export const emit = (world: World, makeEvent: () => WorldEvent): void => {
  if (world.listeners.size === 0) return;
  const event = makeEvent();
  for (const listener of world.listeners) listener(event);
};

/** Tells the host that the state is worth saving again. */
export const changed = (world: World): void => {
  for (const listener of world.change_listeners) listener();
};

export const chatRate = (limits: Limits) => ({ per_second: limits.chat_messages_per_second, burst: limits.chat_burst });
export const botRate = (limits: Limits) => ({ per_second: limits.bot_messages_per_second, burst: limits.bot_burst });

const chatOfPerson = (person: Person): TgChat => ({
  id: person.id,
  first_name: person.first_name,
  ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
  ...(person.username === undefined ? {} : { username: person.username }),
  type: 'private',
});

const userOfPerson = (person: Person): TgUser => ({
  id: person.id,
  is_bot: false,
  first_name: person.first_name,
  ...(person.last_name === undefined ? {} : { last_name: person.last_name }),
  ...(person.username === undefined ? {} : { username: person.username }),
  language_code: person.language_code,
});

/** The chat of a bot with a person, made on the first use. */
export const openChat = (world: World, bot: Bot, person: Person): Chat => {
  const known = bot.chats.get(person.id);
  if (known) return known;
  const chat: Chat = {
    bot_id: bot.id,
    person,
    tg: chatOfPerson(person),
    user: userOfPerson(person),
    started: false,
    blocked: false,
    messages: new Map(),
    reply_keyboard: undefined,
    bucket: fullBucket(chatRate(world.limits), world.clock.now()),
  };
  bot.chats.set(person.id, chat);
  return chat;
};

/** Keeps a message, forgetting the chat's oldest when there are too many. */
export const keepMessage = (world: World, chat: Chat, stored: StoredMessage): void => {
  chat.messages.set(stored.message.message_id, stored);
  if (chat.messages.size <= world.limits.kept_messages) return;
  const oldest = chat.messages.keys().next();
  if (!oldest.done) chat.messages.delete(oldest.value);
};
