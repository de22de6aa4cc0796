import {
  type Card,
  type ChatRef,
  type NewPerson,
  type PeopleApi,
  RefusedError,
  type TapTarget,
  UnreachableError,
} from '../api/people-api.ts';
import { type Say, sayIn } from '../texts.ts';
import type { Action, AppState, Notice } from './app-state.ts';
import { type ChatKey, chatKey, chatRef } from './chat-key.ts';
import type { Store } from './store.ts';

/** What the page does to the emulator. Nothing here throws: what fails is told as a notice. */
export type Effects = {
  readonly loadChat: (key: ChatKey) => Promise<void>;
  /** Sends a text, as a reply to a message if one is named. */
  readonly send: (key: ChatKey, text: string, reply_to?: number) => Promise<void>;
  readonly retry: (key: ChatKey, id: number) => Promise<void>;
  readonly tap: (key: ChatKey, target: TapTarget) => Promise<void>;
  readonly shareContact: (key: ChatKey) => Promise<void>;
  /** Sends a picture or another file. */
  readonly sendFile: (key: ChatKey, file: File) => Promise<void>;
  readonly pay: (key: ChatKey, message_id: number, card: Card) => Promise<void>;
  /** Changes the language of the person's app. */
  readonly speak: (key: ChatKey, language_code: string) => Promise<void>;
  readonly block: (key: ChatKey, blocked: boolean) => Promise<void>;
  /** The new chat, or nothing when the person was refused. */
  readonly addPerson: (person: NewPerson, bot_id: number) => Promise<ChatKey | undefined>;
  readonly advanceClock: (advance_ms: number) => Promise<void>;
  readonly setClock: (instant: number) => Promise<void>;
  readonly resetClock: () => Promise<void>;
  readonly fileUrl: PeopleApi['fileUrl'];
  readonly copy: (key: ChatKey, text: string) => Promise<void>;
  readonly notice: (notice: Omit<Notice, 'id'>) => void;
};

type AppStore = Store<AppState, Action>;

/** What the page's effects work with; `deviceNow` is the device's clock in Unix milliseconds. */
export type Surroundings = {
  readonly api: PeopleApi;
  readonly deviceNow: () => number;
  readonly copyText: (text: string) => Promise<void>;
};

/** The page’s effects over its store and its surroundings. */
export const createEffects = (store: AppStore, { api, deviceNow, copyText }: Surroundings): Effects => {
  let lastId = 0;
  const nextId = () => ++lastId;
  const notice = (told: Omit<Notice, 'id'>) => store.dispatch({ type: 'noticed', notice: { ...told, id: nextId() } });
  const attempt = async <T>(work: () => Promise<T>, chat?: ChatKey): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      notice({ kind: 'error', text: sentenceFor(error, sayIn(store.get().language)), chat });
      return undefined;
    }
  };
  const inChat = <T>(key: ChatKey, work: (ref: ChatRef) => Promise<T>) => attempt(() => work(chatRef(key)), key);
  const clock = async (change: Parameters<PeopleApi['clock']>[0]) => {
    const told = await attempt(() => api.clock(change));
    if (told) store.dispatch({ type: 'event', event: { type: 'clock', clock: told }, device_now: deviceNow() });
  };
  const send = async (key: ChatKey, text: string, reply_to?: number) => {
    const id = nextId();
    const sent_at = deviceNow() + store.get().world.clock.ahead_ms;
    store.dispatch({ type: 'sending', chat: key, text: { id, text, reply_to, sent_at, failed: false } });
    const sent = await inChat(key, (ref) => api.text(ref, text, reply_to));
    store.dispatch(sent ? { type: 'sent', chat: key, id, ...sent } : { type: 'not_sent', chat: key, id });
  };
  return {
    notice,
    send,
    fileUrl: api.fileUrl,
    copy: async (key, text) => {
      const copied = await attempt(() => copyText(text).then(() => true), key);
      if (copied) notice({ kind: 'info', text: sayIn(store.get().language)('copied'), chat: key });
    },
    loadChat: async (key) => {
      store.dispatch({ type: 'chat_loading', chat: key });
      const view = await inChat(key, api.chat);
      store.dispatch(view ? { type: 'chat_loaded', chat: key, view } : { type: 'chat_not_loaded', chat: key });
    },
    retry: async (key, id) => {
      const text = store.get().world.chats[key]?.outgoing.find((outgoing) => outgoing.id === id);
      store.dispatch({ type: 'discarded', chat: key, id });
      if (text) await send(key, text.text, text.reply_to);
    },
    tap: async (key, target) => {
      const result = await inChat(key, (ref) => api.tap(ref, target));
      const answer = result?.answer;
      if (answer?.text) notice({ kind: answer.show_alert ? 'alert' : 'info', text: answer.text, chat: key });
    },
    shareContact: async (key) => void (await inChat(key, api.contact)),
    ...createDeeds({ store, api, deviceNow, inChat, notice }),
    block: async (key, blocked) => void (await inChat(key, (ref) => api.block(ref, blocked))),
    addPerson: async (person, bot_id) => {
      const added = await attempt(() => api.addPerson(person));
      if (!added) return undefined;
      store.dispatch({ type: 'event', event: { type: 'person', person: added }, device_now: deviceNow() });
      return chatKey({ bot_id, person_id: added.id });
    },
    ...createClockDeeds(store, deviceNow, clock),
  };
};

type ChangeClock = (change: Parameters<PeopleApi['clock']>[0]) => Promise<void>;

const createClockDeeds = (
  store: AppStore,
  deviceNow: () => number,
  clock: ChangeClock,
): Pick<Effects, 'advanceClock' | 'setClock' | 'resetClock'> => ({
  advanceClock: (advance_ms) => clock({ advance_ms }),
  setClock: (instant) => {
    const { ahead_ms, offset_ms } = store.get().world.clock;
    // What the emulator would show unmoved: its own machine's clock, which need not be this device's.
    const unmoved = deviceNow() + ahead_ms - offset_ms;
    return clock({ offset_ms: instant - unmoved });
  },
  resetClock: () => clock({ offset_ms: 0 }),
});

type Tools = Pick<Surroundings, 'api' | 'deviceNow'> & {
  readonly store: AppStore;
  readonly inChat: <T>(key: ChatKey, work: (ref: ChatRef) => Promise<T>) => Promise<T | undefined>;
  readonly notice: Effects['notice'];
};

/** What people do in a chat besides writing and tapping. */
const createDeeds = ({
  store,
  api,
  deviceNow,
  inChat,
  notice,
}: Tools): Pick<Effects, 'sendFile' | 'pay' | 'speak'> => ({
  sendFile: async (key, file) => {
    const read = async () => ({
      file_name: file.name,
      mime_type: file.type || 'application/octet-stream',
      content_base64: toBase64(new Uint8Array(await file.arrayBuffer())),
    });
    await inChat(key, async (ref) => api.file(ref, await read()));
  },
  pay: async (key, message_id, card) => {
    const result = await inChat(key, (ref) => api.pay(ref, message_id, card));
    if (result === undefined || result.paid) return;
    const say = sayIn(store.get().language);
    const known = { PAYMENT_DECLINED: say('card_declined'), BOT_PRECHECKOUT_TIMEOUT: say('checkout_late') };
    const text = known[result.error as keyof typeof known] ?? result.error;
    notice({ kind: 'alert', text, chat: key });
  },
  speak: async (key, language_code) => {
    const person = await inChat(key, ({ person_id }) => api.speak(person_id, language_code));
    if (person) store.dispatch({ type: 'event', event: { type: 'person', person }, device_now: deviceNow() });
  },
});

/** In pieces: a function takes only so many arguments. */
const toBase64 = (bytes: Uint8Array): string => {
  const PIECE = 0x8000;
  let text = '';
  for (let from = 0; from < bytes.length; from += PIECE)
    text += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  return btoa(text);
};

const sentenceFor = (error: unknown, say: Say): string => {
  if (error instanceof UnreachableError) return say('error_unreachable');
  const reason = error instanceof Error ? error.message : String(error);
  return say(error instanceof RefusedError ? 'error_refused' : 'error_page', { reason });
};
