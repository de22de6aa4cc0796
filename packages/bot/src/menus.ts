import { type KeyValue, type StoreKey, storeKey } from '@okno/contract';
import { unlessAway } from './unless-away.ts';

/** Telegram lets us take a message back for so long. */
const MENU_MS = 48 * 3_600_000;
/** Of several processes that show a menu in one chat at once each tries this often. */
const ATTEMPTS = 3;

/** Which message of a chat is its menu: there is one, and an older one goes (docs/rules.md#menus). */
export type Menus = {
  /** A menu was sent as this message. Answers the one that has to go for it, if any. */
  readonly replace: (bot_id: number, chat_id: number, message_id: number) => Promise<number | null>;
  /** This message has become something that stays, such as the card of a booking. */
  readonly keep: (bot_id: number, chat_id: number, message_id: number) => Promise<void>;
};

/** While the store is away older menus stay where they are; nothing else hangs on it. */
export const createMenus = (store: KeyValue): Menus => {
  const keyOf = (bot_id: number, chat_id: number) => storeKey('last_menu', { bot_id }, chat_id);
  return {
    replace: async (bot_id, chat_id, message_id) =>
      (await unlessAway(() => replaced(store, keyOf(bot_id, chat_id), message_id))) ?? null,
    keep: async (bot_id, chat_id, message_id) => {
      const exchange = { from: String(message_id), to: null, ttl_ms: MENU_MS };
      await unlessAway(() => store.compareAndSet(keyOf(bot_id, chat_id), exchange));
    },
  };
};

/** Telegram's numbers of messages grow: of two menus that come at once the newer one stays. */
const replaced = async (store: KeyValue, key: StoreKey, message_id: number): Promise<number | null> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const from = await store.get(key);
    const known = Number(from ?? 0);
    if (known === message_id) return null;
    if (known > message_id) return message_id;
    const exchanged = await store.compareAndSet(key, { from, to: String(message_id), ttl_ms: MENU_MS });
    if (exchanged) return known > 0 ? known : null;
  }
  return null;
};
