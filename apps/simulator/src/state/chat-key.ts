import type { ChatRef } from '../api/people-api.ts';

/** `bot:person`, the name of a chat in maps, in the layout that is kept and in `?open=`. */
export type ChatKey = `${number}:${number}`;

export const chatKey = ({ bot_id, person_id }: ChatRef): ChatKey => `${bot_id}:${person_id}`;

/** The chat a key names. Throws a `RangeError` for anything else, as keys are made by `chatKey` only. */
export const chatRef = (key: ChatKey): ChatRef => {
  if (!isChatKey(key)) throw new RangeError(`${String(key)} is not a chat's key`);
  const [bot_id, person_id] = key.split(':').map(Number);
  return { bot_id: bot_id ?? 0, person_id: person_id ?? 0 };
};

export const isChatKey = (value: unknown): value is ChatKey => typeof value === 'string' && /^\d+:\d+$/.test(value);
