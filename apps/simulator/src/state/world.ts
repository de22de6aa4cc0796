import type { BotView, ClockView, PersonView, WorldEvent, WorldView } from '../api/protocol.ts';
import { type ChatEvent, type ChatState, emptyChat, reduceChat, withSummary } from './chat.ts';
import { type ChatKey, chatKey } from './chat-key.ts';

/** The emulator's clock as this page can tell it at any moment: the device's own plus `ahead_ms`. */
export type EmulatorClock = { readonly ahead_ms: number; readonly offset_ms: number };

export type World = {
  /** False until the emulator has told its state for the first time. */
  readonly known: boolean;
  readonly bots: readonly BotView[];
  readonly people: readonly PersonView[];
  readonly chats: Readonly<Record<ChatKey, ChatState>>;
  readonly clock: EmulatorClock;
};

export const unknownWorld: World = {
  known: false,
  bots: [],
  people: [],
  chats: {},
  clock: { ahead_ms: 0, offset_ms: 0 },
};

/** `device_now` is the device's clock when the emulator's was told, in Unix milliseconds. */
export const readClock = (clock: ClockView, device_now: number): EmulatorClock => ({
  ahead_ms: clock.now - device_now,
  offset_ms: clock.offset_ms,
});

/** The whole state told anew. Chats that no longer exist are gone; open ones keep their messages until re-read. */
export const tellWorld = (world: World, view: WorldView, device_now: number): World => ({
  known: true,
  bots: view.bots,
  people: view.people,
  chats: Object.fromEntries(view.chats.map((chat) => [chatKey(chat), withSummary(world.chats[chatKey(chat)], chat)])),
  clock: readClock(view.clock, device_now),
});

/** What the world is after an event of the emulator's. */
export const reduceWorld = (world: World, event: WorldEvent, device_now: number): World => {
  switch (event.type) {
    case 'person':
      return { ...world, people: upserted(world.people, event.person) };
    case 'bot':
      return { ...world, bots: upserted(world.bots, event.bot) };
    case 'clock':
      return { ...world, clock: readClock(event.clock, device_now) };
    default:
      return changeChat(world, chatKey(event), (chat) => reduceChat(chat, event satisfies ChatEvent));
  }
};

/** Changes one chat; a chat nobody has spoken in yet begins empty. */
export const changeChat = (world: World, key: ChatKey, change: (chat: ChatState) => ChatState): World => {
  const [bot_id = 0, person_id = 0] = key.split(':').map(Number);
  const chat = world.chats[key] ?? emptyChat(bot_id, person_id);
  return { ...world, chats: { ...world.chats, [key]: change(chat) } };
};

const upserted = <T extends { readonly id: number }>(list: readonly T[], item: T): readonly T[] => {
  const at = list.findIndex((known) => known.id === item.id);
  return at < 0 ? [...list, item] : list.with(at, item);
};
