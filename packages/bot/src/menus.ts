import { type KeyValue, type StoreKey, storeKey } from '@okno/contract';
import type { LogEntry } from './deps.ts';
import type { Wait } from './telegram.ts';
import { reasonOf } from './telegram-errors.ts';
import { unlessAway } from './unless-away.ts';

/** Telegram lets us take a message back for so long. */
const MENU_MS = 48 * 3_600_000;
/** Of several processes that show a menu in one chat at once each tries this often. */
const ATTEMPTS = 3;
/** A store that was slow is asked again so much later, as often: mostly before the next menu comes. */
const AGAIN_MS = [1_000, 4_000, 15_000];
/** So many chats of one process wait for that at once; what is left over stays as it is. */
const MOST_LATE = 500;

/** Takes a message of the chat away. */
type Remove = (message_id: number) => Promise<void>;

/** Which message of a chat is its menu: there is one, and an older one goes (docs/rules.md#menus). */
export type Menus = {
  /** A menu was sent as this message: the one that has to go for it goes, at once or as soon as the store is back. */
  readonly replace: (place: Place, remove: Remove) => Promise<void>;
  /** This message has become something that stays, such as the card of a booking. */
  readonly keep: (place: Place) => Promise<void>;
};

export type Place = { readonly bot_id: number; readonly chat_id: number; readonly message_id: number };

type Deps = {
  readonly store: KeyValue;
  /** Waits without keeping the process alive. */
  readonly rest: Wait;
  readonly log: (entry: LogEntry) => void;
};

/** While the store is away older menus stay where they are, and go as soon as it is back; nothing else hangs on it. */
export const createMenus = ({ store, rest, log }: Deps): Menus => {
  const staying = createStaying();
  let late = 0;
  /** Answers before it is done. `attempt` says whether the store has heard it. */
  const tryLater = (attempt: () => Promise<boolean>): void => {
    if (late >= MOST_LATE) return;
    late += 1;
    const run = async () => {
      for (const after_ms of AGAIN_MS) {
        await rest(after_ms);
        if (await attempt()) return;
      }
    };
    void run()
      .catch((error: unknown) => log({ level: 'error', event: 'menu_not_removed', reason: reasonOf(error) }))
      .finally(() => {
        late -= 1;
      });
  };
  return {
    replace: async (place, remove) => {
      const isTold = async (note: Note): Promise<boolean> => {
        const older = await unlessAway(() => note(store, place));
        if (typeof older === 'number' && !staying.has({ ...place, message_id: older })) await remove(older);
        return older !== undefined;
      };
      if (!(await isTold(staying.has(place) ? superseded : replaced))) tryLater(() => isTold(superseded));
    },
    keep: async (place) => {
      const isTold = async (): Promise<boolean> => (await unlessAway(() => kept(store, place))) !== undefined;
      if (await isTold()) return;
      staying.add(place);
      tryLater(isTold);
    },
  };
};

/**
 * What became something that stays when the store could not be told, and which it may still call a menu: the latest of them.
 * They are remembered even when the store has heard it, because somebody may have asked it just before.
 */
const createStaying = () => {
  const places = new Set<string>();
  const nameOf = ({ bot_id, chat_id, message_id }: Place): string => `${bot_id}/${chat_id}/${message_id}`;
  return {
    has: (place: Place): boolean => places.has(nameOf(place)),
    add: (place: Place): void => {
      places.add(nameOf(place));
      const [first] = places;
      if (first !== undefined && places.size > MOST_LATE) places.delete(first);
    },
  };
};

const keyOf = ({ bot_id, chat_id }: Place): StoreKey => storeKey('last_menu', { bot_id }, chat_id);

/** Numbers of messages; zero: none. */
type Known = {
  readonly menu: number;
  /** The newest that became something that stays: a process that could not say so in time does not take it for a menu. */
  readonly stays: number;
};

const read = (text: string | null): Known => {
  const [menu = 0, stays = 0] = (text ?? '').split('/').map(Number);
  return { menu, stays };
};

const write = ({ menu, stays }: Known): string | null => {
  if (stays > 0) return `${menu}/${stays}`;
  return menu > 0 ? String(menu) : null;
};

/** What is to be known next; undefined: nothing else. */
type Step<T> = (known: Known) => { readonly next: Known | undefined; readonly answer: T };

const exchange = async <T>(store: KeyValue, place: Place, step: Step<T>): Promise<T | null> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const from = await store.get(keyOf(place));
    const { next, answer } = step(read(from));
    if (next === undefined) return answer;
    if (await store.compareAndSet(keyOf(place), { from, to: write(next), ttl_ms: MENU_MS })) return answer;
  }
  return null;
};

/** Writes down that this message was shown as a menu. Answers the one that goes, null when none does. */
type Note = (store: KeyValue, place: Place) => Promise<number | null>;

/** Telegram's numbers of messages grow: of two menus that come at once the newer one stays. */
const replaced: Note = (store, place) =>
  exchange(store, place, ({ menu, stays }) => {
    const { message_id: id } = place;
    if (menu === id || stays === id) return { next: undefined, answer: null };
    if (menu > id) return { next: undefined, answer: id };
    return { next: { menu: id, stays: stays > id ? stays : 0 }, answer: menu > 0 ? menu : null };
  });

/** Later only the one before goes: what has become of this one meanwhile nobody knows for sure, so nobody takes it away. */
const superseded: Note = (store, place) =>
  exchange(store, place, ({ menu, stays }) => {
    const { message_id: id } = place;
    if (menu >= id) return { next: undefined, answer: null };
    return { next: { menu: 0, stays: Math.max(stays, id) }, answer: menu > 0 ? menu : null };
  });

/** Mostly it was the menu; otherwise it is noted for a process that has not been able to say that it was. */
const kept = async (store: KeyValue, place: Place): Promise<null> => {
  const { message_id: id } = place;
  const exchanged = { from: write({ menu: id, stays: 0 }), to: write({ menu: 0, stays: id }), ttl_ms: MENU_MS };
  if (await store.compareAndSet(keyOf(place), exchanged)) return null;
  return exchange(store, place, ({ menu, stays }) => {
    if (menu === id) return { next: { menu: 0, stays: Math.max(stays, id) }, answer: null };
    return { next: menu > id || stays >= id ? undefined : { menu, stays: id }, answer: null };
  });
};
