type Chat = { readonly bot_id: number; readonly telegram_id: number };

/** Whether `other` is this very chat. */
export const isSameChat = (chat: Chat, other: Chat | null): boolean =>
  other !== null && chat.bot_id === other.bot_id && chat.telegram_id === other.telegram_id;
