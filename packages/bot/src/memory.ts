import {
  type Actions,
  type BoundedMap,
  type Client,
  createBoundedMap,
  type Language,
  type Output,
} from '@okno/contract';
import { botKey } from './keys.ts';
import type { View } from './view.ts';

export type Me = Output<Actions['people.me']>;
export type Service = Output<Actions['services.list']>['items'][number];
export type Specialist = Output<Actions['people.list_specialists']>['items'][number];

/** What can be booked in one business. */
export type Catalogue = { readonly services: readonly Service[]; readonly specialists: readonly Specialist[] };

/** Only language and menus hang on it; every permission is decided by the backend, on every call. */
const ME_MS = 10 * 60_000;
const CATALOGUE_MS = 30_000;
const MAX_PEOPLE = 20_000;
const MAX_CATALOGUES = 2000;
/** Looked at again within seconds. What is kept for longer serves nobody, and makes a process heavier for hours. */
const MAX_SHOWN = 5_000;
export const PAGE = 100;
/** Nobody scrolls through more than 500 services in a chat. */
const MAX_PAGES = 5;

/** What the bot remembers to ask less: nothing that would be missed when the process ends. */
export type Memory = {
  readonly me: (bot_id: number, telegram_id: number, ask: Client) => Promise<Me>;
  /** What is known without asking; for the language of a person before the first answer. */
  readonly knownMe: (bot_id: number, telegram_id: number) => Me | undefined;
  readonly keepMe: (bot_id: number, telegram_id: number, me: Me) => void;
  readonly forgetMe: (bot_id: number, telegram_id: number) => void;
  /** Everybody: who has become another may have been missed. */
  readonly forgetPeople: () => void;
  readonly catalogue: (bot_id: number, language: Language, ask: Client) => Promise<Catalogue>;
  /** Notes what a message shows now. */
  readonly noteShown: (bot_id: number, chat_id: number, message_id: number, view: View) => void;
  /** It shows a screen now about which nobody asks. */
  readonly forgetShown: (bot_id: number, chat_id: number, message_id: number) => void;
  /** Whether this is what the message was last seen to show; of what was forgotten it is not. */
  readonly isShown: (bot_id: number, chat_id: number, message_id: number, view: View) => boolean;
  /** Whether the message has shown the card of this booking before, whatever it shows now. */
  readonly hasShownCard: (bot_id: number, chat_id: number, message_id: number, booking_id: string) => boolean;
  /** Whether this is another picture of an album that has been answered already. */
  readonly isSameAlbum: (bot_id: number, chat_id: number, media_group_id: string) => boolean;
};

type Kept<T> = { until: number; readonly value: Promise<T>; settled?: T };

/** `now` in Unix milliseconds. */
export const createMemory = (now: () => number): Memory => {
  const people = createBoundedMap<Kept<Me>>(MAX_PEOPLE);
  const catalogues = createBoundedMap<Kept<Catalogue>>(MAX_CATALOGUES);
  const shown = createBoundedMap<string>(MAX_SHOWN);
  const cards = createBoundedMap<string>(MAX_SHOWN);
  const albums = createBoundedMap<string>(1000);
  const meKey = (bot_id: number, telegram_id: number) => botKey(bot_id, 'me', telegram_id);
  const shownKey = (bot_id: number, chat_id: number, message_id: number) =>
    botKey(bot_id, 'shown', chat_id, message_id);
  return {
    me: (bot_id, telegram_id, ask) =>
      remember(people, meKey(bot_id, telegram_id), { now: now(), ms: ME_MS, ask: () => ask('people.me', {}) }),
    knownMe: (bot_id, telegram_id) => people.get(meKey(bot_id, telegram_id))?.settled,
    keepMe: (bot_id, telegram_id, me) =>
      people.set(meKey(bot_id, telegram_id), { until: now() + ME_MS, value: Promise.resolve(me), settled: me }),
    forgetMe: (bot_id, telegram_id) => people.delete(meKey(bot_id, telegram_id)),
    forgetPeople: people.clear,
    catalogue: (bot_id, language, ask) =>
      remember(catalogues, botKey(bot_id, 'catalogue', language), {
        now: now(),
        ms: CATALOGUE_MS,
        ask: (onStale) => readCatalogue(ask, language, onStale),
      }),
    noteShown: (bot_id, chat_id, message_id, view) => {
      const key = shownKey(bot_id, chat_id, message_id);
      shown.set(key, digest(view));
      if (view.card_of !== undefined) cards.set(key, view.card_of);
    },
    forgetShown: (bot_id, chat_id, message_id) => shown.delete(shownKey(bot_id, chat_id, message_id)),
    isShown: (bot_id, chat_id, message_id, view) => shown.get(shownKey(bot_id, chat_id, message_id)) === digest(view),
    hasShownCard: (bot_id, chat_id, message_id, booking_id) =>
      cards.get(shownKey(bot_id, chat_id, message_id)) === booking_id,
    isSameAlbum: (bot_id, chat_id, media_group_id) => {
      const key = botKey(bot_id, 'album', chat_id);
      const same = albums.get(key) === media_group_id;
      albums.set(key, media_group_id);
      return same;
    },
  };
};

/** Keeps the question itself, so that a crowd asking at once asks once; a failed one is not kept. */
const remember = <T>(
  map: BoundedMap<Kept<T>>,
  key: string,
  source: { now: number; ms: number; ask: (onStale: () => void) => Promise<T> },
): Promise<T> => {
  const known = map.get(key);
  if (known !== undefined && known.until > source.now) return known.value;
  // What is old already is not kept: whoever asks next is told of its age as well.
  const value = source.ask(() => {
    entry.until = source.now;
  });
  const entry: Kept<T> = { until: source.now + source.ms, value };
  map.set(key, entry);
  entry.value.then(
    (value) => {
      entry.settled = value;
    },
    () => {
      if (map.get(key) === entry) map.delete(key);
    },
  );
  return entry.value;
};

/** Asks for the language by name: that of whoever asks may have changed since it was kept, and others get this too. */
const readCatalogue = async (ask: Client, language: Language, onStale: () => void): Promise<Catalogue> => {
  const [services, specialists] = await Promise.all([
    allPages((page) => ask('services.list', { language, page, limit: PAGE }, { onStale })),
    allPages((page) => ask('people.list_specialists', { language, page, limit: PAGE }, { onStale })),
  ]);
  // Staff see these in the list as well; nobody can book them (docs/rules.md#archiving).
  return { services: services.filter(({ specialist_ids }) => specialist_ids.length > 0), specialists };
};

/** All of a list, as far as anybody reads in a chat. `read` is given the page, from 1, and asks for `PAGE` items. */
export const allPages = async <T>(read: (page: number) => Promise<{ items: T[]; total: number }>): Promise<T[]> => {
  const items: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await read(page);
    items.push(...answer.items);
    if (items.length >= answer.total || answer.items.length === 0) break;
  }
  return items;
};

/** 53 bits of what a message shows (cyrb53): keeping 20,000 whole messages would be dear. */
const digest = (view: View): string => {
  const text = view.text + JSON.stringify(view.keyboard);
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
};
