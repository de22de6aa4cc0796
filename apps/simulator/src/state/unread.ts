import type { MessageView } from '../api/protocol.ts';
import type { ChatKey } from './chat-key.ts';

/** How far a chat has been seen. */
export type ReadMark = { readonly message_id: number; readonly sent_at: number };

export type ReadMarks = Readonly<Record<ChatKey, ReadMark>>;

/**
 * Whether the bot's last word in a chat has not been seen. Both number and time are asked, because a demo that
 * starts afresh begins to count anew.
 */
export const isUnread = (last: MessageView | undefined, mark: ReadMark | undefined): boolean => {
  if (last?.from !== 'bot') return false;
  return !mark || last.message_id > mark.message_id || last.sent_at > mark.sent_at;
};

/** The marks after everything in a chat has been seen; the same object when nothing changes. */
export const markRead = (marks: ReadMarks, key: ChatKey, last: MessageView | undefined): ReadMarks => {
  const known = marks[key];
  if (!last || (known?.message_id === last.message_id && known.sent_at === last.sent_at)) return marks;
  return { ...marks, [key]: { message_id: last.message_id, sent_at: last.sent_at } };
};
