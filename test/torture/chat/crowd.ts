import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator, PersonInChat } from '@okno/telegram';
import { createChance } from '../lib/chance.ts';

export type Member = {
  readonly id: number;
  readonly first_name: string;
  readonly language_code: string;
  readonly role: 'client' | 'specialist' | 'moderator' | 'super_admin';
};

/** People of every role; names with what would be markup, and languages that we do and do not speak. */
export const createMembers = (count: number): Member[] => {
  const names = ['Anna', 'Борис', '<b>Вера</b> & "Co"', 'Zoë', 'Мария', '李娜', 'O’Neil', '🙂'];
  const languages = ['ru', 'en', 'en', 'ru', 'de'];
  const roles = ['super_admin', 'moderator', 'specialist', 'specialist'] as const;
  return Array.from({ length: count }, (_, index) => ({
    id: 300_001 + index,
    first_name: names[index % names.length] ?? '',
    language_code: languages[index % languages.length] ?? 'en',
    // A fifth, two at least, have to do with the business.
    role: index < Math.max(2, count / 5) ? (roles[index % roles.length] ?? 'client') : 'client',
  }));
};

// biome-ignore format: a list of words
const WORDS = [
  'hello', 'Добрый день!', '10:30', '25.12', '31.02.2027', '12', '-5', '1e9', '0', '99999999999999999999', '+7 900 123-45-67',
  'Anna', '<b>bold & brave</b>', "'; drop table bookings; --", '\u202Eобратно', 'e\u0301\u0301\u0301', '🙂🙂🙂', 'x'.repeat(4000),
  'стрижка '.repeat(100), '/', '/unknown', '//', 'true', '9-18', 'пн-пт 9-18', '1500', '1 500,50 ₽', 'https://example.org', '@nobody', '.',
];
const COMMANDS = ['start', 'book', 'my', 'day', 'week', 'late', 'off', 'data', 'links', 'language', 'help', 'cancel'];
const LINKS = ['s_nonsense', 'AAAAAAAAAAAAAAAAAAAAAA', 'x'.repeat(64), '-'];

const DEEDS = { tap: 80, old_tap: 5, twice: 8, forged: 3, command: 3, link: 1, word: 6, contact: 1, leave: 1 };
const PAUSE_MS = 300;
/** How often somebody goes on who could go back. */
const GO_ON = 0.8;
/** So long people wait for what they tapped. */
const PATIENCE_MS = 2_000;

type Tap = { readonly message_id: number; readonly data: string };
type Button = Tap & { readonly last: boolean };

export type Crowd = {
  /** How often who did what. */
  readonly deeds: ReadonlyMap<string, number>;
  /** Taps that the bot has not answered yet. */
  readonly unanswered: () => number;
};

/** Taps and types at random until `isOver`. */
const live = async (
  chat: PersonInChat,
  seed: number,
  crowd: { deeds: Map<string, number>; open: Set<unknown> },
  isOver: () => boolean,
) => {
  const chance = createChance(seed);
  /** Ends with the answer, or when people would lose patience; who is too late is told so by Telegram itself. */
  const tap = async (one: Tap): Promise<void> => {
    const tapped = {};
    const settle = () => void crowd.open.delete(tapped);
    crowd.open.add(tapped);
    await Promise.race([chat.tap(one).then(settle, settle), pause(PATIENCE_MS)]);
  };
  /** The buttons of the newest messages, or of all; `last` tells those below which there are none: they lead back. */
  const buttons = (newest: number): Button[] => {
    const messages = chat.messages().filter(({ inline_keyboard }) => inline_keyboard !== undefined);
    const near = newest > 0 ? messages.slice(-newest) : messages;
    return near.flatMap(({ message_id, inline_keyboard = [] }) =>
      inline_keyboard.flatMap((row, index) =>
        row.flatMap(({ callback_data: data }) =>
          data ? [{ message_id, data, last: index === inline_keyboard.length - 1 }] : [],
        ),
      ),
    );
  };
  /** People go on rather than back, and any kind of button is as likely as any other, however many there are of it. */
  const choose = (all: readonly Button[]): Tap | undefined => {
    const forward = all.filter(({ last }) => !last);
    const kinds = Map.groupBy(forward.length > 0 && chance.next() < GO_ON ? forward : all, ({ data }) =>
      data.slice(0, 2),
    );
    return chance.one(kinds.get(chance.one([...kinds.keys()]) ?? '') ?? []);
  };
  const forge = ({ message_id, data }: Tap): Tap => {
    const at = chance.below(data.length);
    const sign = chance.one(['0', 'z', 'A', '_', '-', '', '🙂']) ?? '';
    return { message_id, data: `${data.slice(0, at)}${sign}${data.slice(at + 1)}`.slice(0, 30) || 'm' };
  };
  const deeds: Readonly<Record<keyof typeof DEEDS, () => Promise<unknown>>> = {
    tap: async () => {
      const one = choose(buttons(1));
      if (one) await tap(one);
      else await chat.type('/start');
    },
    old_tap: async () => {
      const one = choose(buttons(0));
      if (one) await tap(one);
    },
    twice: async () => {
      const one = choose(buttons(2));
      if (one) await Promise.all([tap(one), tap(one)]);
    },
    forged: async () => {
      const one = chance.one(buttons(3));
      if (one) await tap(forge(one));
    },
    command: () => chat.type(`/${chance.one(COMMANDS)}`),
    link: () => chat.start(chance.one(LINKS)),
    word: () => chat.type(chance.one(WORDS) ?? 'hello'),
    contact: () => chat.shareContact(),
    leave: async () => {
      await chat.block();
      await pause(chance.below(PAUSE_MS));
      await chat.unblock();
    },
  };
  while (!isOver()) {
    const deed = chance.weighed(DEEDS);
    crowd.deeds.set(deed, (crowd.deeds.get(deed) ?? 0) + 1);
    await deeds[deed]();
    await pause(chance.below(PAUSE_MS));
  }
};

/** Lets all of them loose on the bot. */
export const letLoose = (
  emulator: Emulator,
  {
    members,
    bot_id,
    seed,
    isOver,
  }: { members: readonly Member[]; bot_id: number; seed: number; isOver: () => boolean },
): Crowd & { readonly done: Promise<unknown> } => {
  const crowd = { deeds: new Map<string, number>(), open: new Set<unknown>() };
  const lives = members.map(({ id }, index) => live(emulator.as(id, bot_id), seed + index, crowd, isOver));
  return { deeds: crowd.deeds, unanswered: () => crowd.open.size, done: Promise.all(lives) };
};
