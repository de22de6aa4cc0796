import { readFile, rename, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DEMO_NAME_EN, DEMO_OWNER, DEMO_PERSON, DEMO_SPECIALISTS, DEMO_TENANT } from '@okno/backend';
import { createClock, createEmulator, type Emulator, type Snapshot } from '@okno/telegram';
import { makeDataDir } from '../data-dir.ts';
import type { Logger } from '../log.ts';

/** Where the simulator page finds the emulator on our own server. */
const EMULATOR_PREFIX = '/telegram';

export const DEMO_BOT = {
  token: '7000001:demo-token-of-the-emulator',
  username: 'okno_demo_bot',
  first_name: DEMO_TENANT.name,
  names: { en: DEMO_NAME_EN },
};

/** Two clients beside the staff: one reads Russian, one English. On the page everybody has a name in its language. */
const CLIENTS = [
  { id: DEMO_PERSON + 11, first_name: 'Анна', names: { en: 'Anna' }, username: 'anna', language_code: 'ru' },
  { id: DEMO_PERSON + 12, first_name: 'Emma', names: { ru: 'Эмма' }, username: 'emma', language_code: 'en' },
];

/** The page opens a client beside whoever stands in the middle: the first specialist. */
const PEOPLE = [
  ...CLIENTS,
  ...[{ ...DEMO_OWNER, en: { name: 'Oleg' } }, ...DEMO_SPECIALISTS].map(({ telegram_id, name, en }) => ({
    ...{ id: telegram_id, first_name: name, names: { en: en.name }, language_code: 'ru' },
  })),
];

/** However often the chats change, they are written at most this often. */
const SAVE_MS = 250;

export type DemoTelegram = {
  readonly emulator: Emulator;
  /** Where the bots find it. */
  readonly api_root: string;
  /** Answers what is meant for the emulator. */
  intercept(request: IncomingMessage, response: ServerResponse): boolean;
  /** Ends all connections and saves; safe to call again. */
  stop(): Promise<void>;
};

/** The emulator with the demo's bot and people; what was said is kept in a file, so that a restart forgets nothing. */
export const openDemoTelegram = async (dataDir: string, log: Logger): Promise<DemoTelegram> => {
  const file = join(dataDir, 'telegram.json');
  await makeDataDir(dataDir);
  const emulator = (await restoreEmulator(file, log)) ?? newEmulator();
  const saver = createSaver(file, emulator, log);
  const off = emulator.onChange(saver.note);
  const { url } = await emulator.listen();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    off();
    await emulator.close();
    await saver.flush();
  };
  return {
    emulator,
    api_root: url,
    intercept: (request, response) => {
      const mine = request.url?.startsWith(`${EMULATOR_PREFIX}/`) === true;
      if (mine) emulator.handle(request, response, EMULATOR_PREFIX);
      return mine;
    },
    stop: () => (stopped ??= stop()),
  };
};

const newEmulator = (): Emulator => {
  const emulator = createEmulator({ clock: createClock(), local: true });
  emulator.addBot(DEMO_BOT);
  for (const person of PEOPLE) emulator.addPerson(person);
  return emulator;
};

/** The emulator as the file has kept it; nothing when there is no file, or one that is no snapshot of ours. */
const restoreEmulator = async (file: string, log: Logger): Promise<Emulator | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const snapshot = JSON.parse(text) as Snapshot | null;
    if (snapshot === null || typeof snapshot !== 'object') throw new TypeError('no snapshot');
    return createEmulator({ clock: createClock(), local: true, snapshot: withNames(snapshot) });
  } catch {
    log.warn({ event: 'demo_chats_lost', file }, 'the chats of the demo cannot be read and begin anew');
    return undefined;
  }
};

const BOT_ID = Number.parseInt(DEMO_BOT.token, 10);

/** The names in other languages, for a file of a version that did not know them; those that it has stay. */
const withNames = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  people: snapshot.people.map((person) => {
    const names = PEOPLE.find(({ id }) => id === person.id)?.names;
    return names === undefined ? person : { ...person, names: { ...names, ...person.names } };
  }),
  bots: snapshot.bots.map((bot) => {
    if (bot.id !== BOT_ID) return bot;
    const names = Object.entries(DEMO_BOT.names).map(([language, name]) => [`name|${language}`, name] as const);
    return { ...bot, texts: [...new Map([...names, ...bot.texts])] };
  }),
});

/** Writes the newest state, whole or not at all, and never twice at once. */
const createSaver = (file: string, emulator: Emulator, log: Logger) => {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const draft = `${file}.new`;
    await writeFile(draft, JSON.stringify(emulator.snapshot()));
    await rename(draft, file);
  };
  const save = () => {
    timer = undefined;
    writing = writing.then(write).catch((error: unknown) => {
      log.error({ event: 'demo_chats_not_saved', err: error }, 'the chats of the demo could not be saved');
    });
  };
  return {
    note: () => {
      timer ??= setTimeout(save, SAVE_MS).unref();
    },
    flush: async () => {
      clearTimeout(timer);
      save();
      await writing;
    },
  };
};
