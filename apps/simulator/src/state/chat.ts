import type { ChatSummary, ChatView, MessageView, ReplyKeyboardView, WorldEvent } from '../api/protocol.ts';

/** A text on its way to the emulator; `id` is the page's own. */
export type Outgoing = {
  readonly id: number;
  readonly text: string;
  /** The message that it answers. */
  readonly reply_to?: number | undefined;
  readonly sent_at: number;
  readonly failed: boolean;
  /** The emulator's number, known before its message has arrived by the stream. */
  readonly message_id?: number;
};

export type ChatState = {
  readonly bot_id: number;
  readonly person_id: number;
  readonly blocked: boolean;
  readonly last_message?: MessageView | undefined;
  /** Absent until the chat has been read once. */
  readonly messages?: readonly MessageView[] | undefined;
  /** While the chat is being read: the events that came meanwhile, told again after the answer. */
  readonly meanwhile?: readonly ChatEvent[] | undefined;
  readonly reply_keyboard?: ReplyKeyboardView | undefined;
  /** The message that the next text answers: one was chosen, or the bot has asked for it. */
  readonly reply_to?: number | undefined;
  /** Instant of the emulator's clock. */
  readonly typing_until: number;
  readonly outgoing: readonly Outgoing[];
};

export type ChatEvent = Extract<WorldEvent, { bot_id: number }>;

export const emptyChat = (bot_id: number, person_id: number): ChatState => ({
  bot_id,
  person_id,
  blocked: false,
  typing_until: 0,
  outgoing: [],
});

/** What a summary of the world says, without losing texts that are still on their way. */
export const withSummary = (known: ChatState | undefined, summary: ChatSummary): ChatState => ({
  ...emptyChat(summary.bot_id, summary.person_id),
  outgoing: known?.outgoing ?? [],
  messages: known?.messages,
  reply_keyboard: known?.reply_keyboard,
  reply_to: known?.reply_to,
  blocked: summary.blocked,
  last_message: summary.last_message,
});

/** A chat whose messages are being read: events are applied and kept, since the answer may be older than they. */
export const beginLoading = (chat: ChatState): ChatState => ({ ...chat, meanwhile: [] });

/** The emulator's answer replaces what was known; what happened while it travelled is applied again. */
export const finishLoading = (chat: ChatState, view: ChatView): ChatState => {
  const fresh: ChatState = {
    ...chat,
    meanwhile: undefined,
    blocked: view.blocked,
    last_message: view.messages.at(-1) ?? view.last_message,
    messages: view.messages,
    reply_keyboard: view.reply_keyboard,
    reply_to: replyAfterLoading(chat, view.messages),
  };
  return settle((chat.meanwhile ?? []).reduce(reduceChat, fresh));
};

/** A reply that was begun goes on while its message is there; a bot that has asked for one last still waits for it. */
const replyAfterLoading = (chat: ChatState, messages: readonly MessageView[]): number | undefined => {
  if (messages.some(({ message_id }) => message_id === chat.reply_to)) return chat.reply_to;
  const last = messages.at(-1);
  return last?.force_reply === undefined ? undefined : last.message_id;
};

/** What a chat is after an event of the emulator's. */
export const reduceChat = (chat: ChatState, event: ChatEvent): ChatState => {
  const next = applyEvent(chat, event);
  return chat.meanwhile ? { ...next, meanwhile: [...chat.meanwhile, event] } : next;
};

const applyEvent = (chat: ChatState, event: ChatEvent): ChatState => {
  switch (event.type) {
    case 'message':
      return withReplyAsked(withMessage(chat, event.message), event.message);
    case 'edited':
      return withMessage(chat, event.message);
    case 'deleted':
      return withoutMessage(chat, event.message_id);
    case 'typing':
      return { ...chat, typing_until: event.until };
    case 'reply_keyboard':
      return { ...chat, reply_keyboard: event.reply_keyboard };
    case 'blocked':
      return { ...chat, blocked: event.blocked };
  }
};

/** As in the messenger: a message that asks for a reply begins one. */
const withReplyAsked = (chat: ChatState, message: MessageView): ChatState =>
  message.force_reply === undefined ? chat : { ...chat, reply_to: message.message_id };

const withMessage = (chat: ChatState, message: MessageView): ChatState => {
  const last = chat.last_message;
  return {
    ...chat,
    messages: chat.messages && placed(chat.messages, message),
    last_message: !last || message.message_id >= last.message_id ? message : last,
    typing_until: message.from === 'bot' ? 0 : chat.typing_until,
    outgoing: message.from === 'person' ? withoutArrived(chat.outgoing, message) : chat.outgoing,
  };
};

const placed = (messages: readonly MessageView[], message: MessageView): readonly MessageView[] => {
  const at = messages.findIndex((known) => known.message_id === message.message_id);
  if (at >= 0) return messages.with(at, message);
  const after = messages.findLastIndex((known) => known.message_id < message.message_id);
  return messages.toSpliced(after + 1, 0, message);
};

const withoutMessage = (chat: ChatState, message_id: number): ChatState => {
  const messages = chat.messages?.filter((message) => message.message_id !== message_id);
  const wasLast = chat.last_message?.message_id === message_id;
  const reply_to = chat.reply_to === message_id ? undefined : chat.reply_to;
  return { ...chat, messages, reply_to, last_message: wasLast ? messages?.at(-1) : chat.last_message };
};

/** The stream may be faster than the answer to the send: then the oldest text that says the same has arrived. */
const withoutArrived = (outgoing: readonly Outgoing[], message: MessageView): readonly Outgoing[] => {
  const byNumber = outgoing.findIndex((text) => text.message_id === message.message_id);
  const isSame = (text: Outgoing) => text.message_id === undefined && !text.failed && text.text === message.text;
  const at = byNumber >= 0 ? byNumber : outgoing.findIndex(isSame);
  return at < 0 ? outgoing : outgoing.toSpliced(at, 1);
};

/** Drops the texts on their way whose messages are already here. */
export const settle = (chat: ChatState): ChatState => {
  const here = new Set(chat.messages?.map((message) => message.message_id));
  return { ...chat, outgoing: chat.outgoing.filter((text) => !text.message_id || !here.has(text.message_id)) };
};
