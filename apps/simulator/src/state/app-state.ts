import type { ChatView, WorldEvent, WorldView } from '../api/protocol.ts';
import type { Language } from '../texts.ts';
import { beginLoading, type ChatState, finishLoading, type Outgoing, settle } from './chat.ts';
import type { ChatKey } from './chat-key.ts';
import { activate, closeColumn, type Layout, openBeside, openChat } from './layout.ts';
import type { Theme } from './saved.ts';
import { markRead, type ReadMarks } from './unread.ts';
import { changeChat, reduceWorld, tellWorld, type World } from './world.ts';

/** A short sentence that goes away by itself (`info`, `error`) or must be closed (`alert`). */
export type Notice = {
  readonly id: number;
  readonly kind: 'info' | 'error' | 'alert';
  readonly text: string;
  /** The chat it belongs to; absent: the whole page. */
  readonly chat?: ChatKey | undefined;
};

export type AppState = {
  readonly world: World;
  readonly connected: boolean;
  readonly layout: Layout;
  readonly read: ReadMarks;
  readonly notices: readonly Notice[];
  readonly theme: Theme;
  readonly language: Language;
  readonly hint_closed: boolean;
};

export type Action =
  | { readonly type: 'world'; readonly world: WorldView; readonly device_now: number }
  | { readonly type: 'event'; readonly event: WorldEvent; readonly device_now: number }
  | { readonly type: 'connection'; readonly connected: boolean }
  | { readonly type: 'chat_loading'; readonly chat: ChatKey }
  | { readonly type: 'chat_loaded'; readonly chat: ChatKey; readonly view: ChatView }
  | { readonly type: 'chat_not_loaded'; readonly chat: ChatKey }
  | { readonly type: 'replying'; readonly chat: ChatKey; readonly to: number | undefined }
  | { readonly type: 'sending'; readonly chat: ChatKey; readonly text: Outgoing }
  | { readonly type: 'sent'; readonly chat: ChatKey; readonly id: number; readonly message_id: number }
  | { readonly type: 'not_sent' | 'discarded'; readonly chat: ChatKey; readonly id: number }
  | { readonly type: 'layout'; readonly layout: Layout }
  | { readonly type: 'open' | 'open_beside' | 'close' | 'activate'; readonly chat: ChatKey }
  | { readonly type: 'to_list' }
  | { readonly type: 'noticed'; readonly notice: Notice }
  | { readonly type: 'notice_closed'; readonly id: number }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'hint_closed' };

/** The page's state after an action; pure. What lies open before one's eyes counts as read. */
export const reduceApp = (state: AppState, action: Action): AppState => {
  const next = apply(state, action);
  return next === state ? state : withSeen(next);
};

const apply = (state: AppState, action: Action): AppState => {
  switch (action.type) {
    case 'connection':
      return { ...state, connected: action.connected };
    case 'noticed':
      return { ...state, notices: [...state.notices.slice(-3), action.notice] };
    case 'notice_closed':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== action.id) };
    case 'theme':
      return { ...state, theme: action.theme };
    case 'language':
      return { ...state, language: action.language };
    case 'hint_closed':
      return { ...state, hint_closed: true };
    default: {
      const layout = applyLayout(state.layout, action);
      const world = applyWorld(state.world, action);
      return layout === state.layout && world === state.world ? state : { ...state, layout, world };
    }
  }
};

const applyLayout = (layout: Layout, action: Action): Layout => {
  switch (action.type) {
    case 'layout':
      return action.layout;
    case 'open':
      return openChat(layout, action.chat);
    case 'open_beside':
      return openBeside(layout, action.chat);
    case 'close':
      return closeColumn(layout, action.chat);
    case 'activate':
      return activate(layout, action.chat);
    case 'to_list':
      return { ...layout, screen: 'list' };
    default:
      return layout;
  }
};

const applyWorld = (world: World, action: Action): World => {
  switch (action.type) {
    case 'world':
      return tellWorld(world, action.world, action.device_now);
    case 'event':
      return reduceWorld(world, action.event, action.device_now);
    case 'chat_loading':
      return changeChat(world, action.chat, beginLoading);
    case 'chat_loaded':
      return changeChat(world, action.chat, (chat) => finishLoading(chat, action.view));
    case 'chat_not_loaded':
      return changeChat(world, action.chat, (chat) => ({ ...chat, meanwhile: undefined }));
    default:
      return applySending(world, action);
  }
};

const applySending = (world: World, action: Action): World => {
  switch (action.type) {
    case 'replying':
      return changeChat(world, action.chat, (chat) => ({ ...chat, reply_to: action.to }));
    case 'sending':
      return changeChat(world, action.chat, (chat) => withOutgoing(chat, action.text));
    case 'sent':
      return changeOutgoing(world, action, (text) => [{ ...text, message_id: action.message_id }]);
    case 'not_sent':
      return changeOutgoing(world, action, (text) => [{ ...text, failed: true }]);
    case 'discarded':
      return changeOutgoing(world, action, () => []);
    default:
      return world;
  }
};

/** A reply is over with the text that gives it. */
const withOutgoing = (chat: ChatState, text: Outgoing): ChatState => ({
  ...chat,
  outgoing: [...chat.outgoing, text],
  reply_to: text.reply_to === chat.reply_to ? undefined : chat.reply_to,
});

const changeOutgoing = (
  world: World,
  { chat: key, id }: { readonly chat: ChatKey; readonly id: number },
  change: (text: Outgoing) => readonly Outgoing[],
): World =>
  changeChat(world, key, (chat) =>
    settle({ ...chat, outgoing: chat.outgoing.flatMap((text) => (text.id === id ? change(text) : [text])) }),
  );

const withSeen = (state: AppState): AppState => {
  if (state.layout.screen === 'list') return state;
  const read = state.layout.columns.reduce(
    (marks, key) => markRead(marks, key, state.world.chats[key]?.last_message),
    state.read,
  );
  return read === state.read ? state : { ...state, read };
};
