import type { Upload } from '../core/params.ts';
import type { Chat } from '../core/world.ts';
import type { ButtonView, ChatView, MessageView, PayResult, PersonView, TapResult } from '../people-protocol.ts';
import { type Place, setBlocked, shareContact, tapButton, typeText } from './actions.ts';
import { sendFile } from './attach.ts';
import { initDataOf } from './init-data.ts';
import { payInvoice } from './pay.ts';
import { Refusal } from './refusal.ts';
import { speakLanguage } from './speak.ts';
import { chatView, messageView, personView, replyKeyboardView } from './views.ts';

export type ButtonMatcher = string | RegExp | ((button: ButtonView) => boolean);
type WaitOptions = { readonly timeout_ms?: number };
type Rows = readonly (readonly ButtonView[])[];

/** A person before a bot, for tests. Everything rejects with a helpful Refusal when it cannot be done. */
export type PersonInChat = {
  readonly person: PersonView;
  /** Sends a text; resolves with the message's id. */
  type(text: string, options?: { readonly reply_to_message_id?: number }): Promise<number>;
  /** Opens the deep link `t.me/bot?start=payload` (or just presses "Start"). */
  start(payload?: string): Promise<number>;
  /** Taps the button that says this, on the newest message that has it, else on the reply keyboard. */
  tap(button: ButtonMatcher | { readonly message_id: number; readonly data: string }): Promise<TapResult>;
  messages(): readonly MessageView[];
  /** The newest message, of both sides or of the one named. */
  lastMessage(from?: 'bot' | 'person'): MessageView | undefined;
  /** The newest inline keyboard, else the reply keyboard, else no rows. */
  keyboard(): Rows;
  chat(): ChatView;
  block(): Promise<void>;
  unblock(): Promise<void>;
  shareContact(phoneNumber?: string): Promise<number>;
  /** Pays the newest invoice that is open, or the one named; the bank may decline the card. */
  pay(options?: { readonly message_id?: number; readonly card?: 'good' | 'declined' }): Promise<PayResult>;
  /** Sends a picture or another file; resolves with the message's id. */
  sendFile(file: Upload, caption?: string): Promise<number>;
  /** Changes the language of the person's app. */
  speak(language_code: string): Promise<void>;
  /** What a Mini App of this bot is handed when the person opens it now. */
  initData(): string;
  /** Resolves with the first truthy value the predicate returns, asked now and after every event. */
  waitFor<T>(predicate: (person: PersonInChat) => T, options?: WaitOptions): Promise<NonNullable<T>>;
};

type Found = { readonly message_id?: number; readonly button: ButtonView; readonly at: readonly [number, number] };

const DEEP_LINK = /^[A-Za-z0-9_-]{1,64}$/;
const WAIT_MS = 25_000;

const matches = (matcher: ButtonMatcher, button: ButtonView): boolean => {
  if (typeof matcher === 'string') return button.text === matcher;
  return matcher instanceof RegExp ? matcher.test(button.text) : matcher(button);
};

const search = (rows: Rows, matcher: ButtonMatcher): Found | undefined => {
  for (const [row, buttons] of rows.entries()) {
    const column = buttons.findIndex((button) => matches(matcher, button));
    const button = buttons[column];
    if (button) return { button, at: [row, column] };
  }
  return undefined;
};

const newestFirst = (chat: Chat): readonly MessageView[] => [...chat.messages.values()].reverse().map(messageView);

const replyRows = (chat: Chat): Rows => (chat.reply_keyboard ? replyKeyboardView(chat.reply_keyboard).keyboard : []);

const findButton = (chat: Chat, matcher: ButtonMatcher): Found | undefined => {
  for (const message of newestFirst(chat)) {
    const found = search(message.inline_keyboard ?? [], matcher);
    if (found) return { ...found, message_id: message.message_id };
  }
  return search(replyRows(chat), matcher);
};

const describe = (rows: Rows): string =>
  rows.map((row) => row.map((button) => `[${button.text}]`).join(' ')).join(' / ');

const notFound = (chat: Chat, matcher: ButtonMatcher): Refusal => {
  const inline = newestFirst(chat).filter((message) => message.inline_keyboard);
  const lines = inline
    .slice(0, 5)
    .map((message) => `  message ${message.message_id}: ${describe(message.inline_keyboard ?? [])}`);
  const reply = replyRows(chat);
  if (reply.length > 0) lines.push(`  reply keyboard: ${describe(reply)}`);
  const last = newestFirst(chat)[0];
  const visible = lines.length > 0 ? `visible buttons:\n${lines.join('\n')}` : 'no button is visible';
  return new Refusal(`no button matches ${String(matcher)}; ${visible}\n  last message: ${JSON.stringify(last?.text)}`);
};

const tapFound = async (place: Place, found: Found): Promise<TapResult> => {
  const { button, message_id, at } = found;
  if (button.disabled) throw new Refusal(`the button "${button.text}" is disabled`);
  if (message_id !== undefined) return await tapButton(place, { message_id, row: at[0], column: at[1] });
  if (button.request_contact) shareContact(place);
  else typeText(place, button.text);
  return {};
};

const tap = async (place: Place, button: Parameters<PersonInChat['tap']>[0]): Promise<TapResult> => {
  if (typeof button === 'object' && 'data' in button) return await tapButton(place, button);
  const found = findButton(place.chat, button);
  if (!found) throw notFound(place.chat, button);
  return await tapFound(place, found);
};

type Settled<T> = { readonly resolve: (value: NonNullable<T>) => void; readonly reject: (error: unknown) => void };

const waitFor = <T>(place: Place, check: () => T, timeoutMs: number): Promise<NonNullable<T>> =>
  new Promise((resolve, reject) => {
    const { world, chat } = place;
    const settle: Settled<T> = { resolve, reject };
    const stop = (): void => {
      world.listeners.delete(look);
      clearTimeout(timeout);
    };
    const look = (): void => {
      try {
        const value = check();
        if (!value) return;
        stop();
        settle.resolve(value);
      } catch (error) {
        stop();
        settle.reject(error);
      }
    };
    const timeout = setTimeout(() => {
      stop();
      const shown = newestFirst(chat)
        .slice(0, 3)
        .map((message) => `  ${message.from}: ${JSON.stringify(message.text)}`);
      reject(new Refusal(`waitFor: nothing fitted within ${timeoutMs} ms; newest messages:\n${shown.join('\n')}`));
    }, timeoutMs);
    world.listeners.add(look);
    look();
  });

/** What a person can do before one bot. */
export const personInChat = (place: Place): PersonInChat => {
  const { chat } = place;
  const self: PersonInChat = {
    person: personView(chat.person),
    type: async (text, options) => typeText(place, text, options?.reply_to_message_id),
    start: async (payload) => {
      if (payload === undefined) return typeText(place, '/start');
      if (!DEEP_LINK.test(payload)) throw new Refusal('payload: 1–64 characters of A-Za-z0-9_- are allowed');
      return typeText(place, `/start ${payload}`);
    },
    tap: (button) => tap(place, button),
    initData: () => initDataOf(place),
    messages: () => [...chat.messages.values()].map(messageView),
    lastMessage: (from) => newestFirst(chat).find((message) => from === undefined || message.from === from),
    keyboard: () => newestFirst(chat).find((message) => message.inline_keyboard)?.inline_keyboard ?? replyRows(chat),
    chat: () => chatView(chat),
    block: async () => setBlocked(place, true),
    unblock: async () => setBlocked(place, false),
    shareContact: async (phoneNumber) => shareContact(place, phoneNumber),
    pay: async ({ message_id, card = 'good' } = {}) => {
      const open = newestFirst(chat).find(({ invoice }) => invoice?.paid === false);
      return payInvoice(place, message_id ?? open?.message_id ?? 0, card);
    },
    sendFile: async (file, caption) => sendFile(place, file, caption),
    speak: async (language_code) => void speakLanguage(place.world, chat.person.id, language_code),
    waitFor: (predicate, options) => waitFor(place, () => predicate(self), options?.timeout_ms ?? WAIT_MS),
  };
  return self;
};
