// Walks through every screen of the bot in the simulator, and puts pictures of all of them onto sheets to be looked at:
//   node scripts/screens.ts <folder> [client|specialist|owner] [ru|en] [phone|desktop] [light|dark]
// What is left out is done in turn: everybody, in both languages, on a light phone and a dark desktop.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { argv, stdout } from 'node:process';
import { DEMO_OWNER, DEMO_PERSON } from '@okno/backend';
import type { Language } from '@okno/contract';
import type { ChatView, MessageView } from '@okno/telegram';
import type { Browser, Page } from 'playwright-core';
import { readTarget, type Target, writeTarget } from '../packages/bot/src/callback-data.ts';
import { launchBrowser } from '../test/e2e/support/browser.ts';
import { DEMO_BOT_ID } from '../test/e2e/support/demo.ts';
import { simulatorUrl } from '../test/e2e/support/simulator.ts';
import { findProgram } from '../test/support/requires.ts';
import { root, startDemo } from './demo-server.ts';

const { buildPages }: { buildPages(root: string): Promise<void> } = await import(
  new URL('pages.mjs', import.meta.url).href
);

type Persona = 'client' | 'specialist' | 'owner';
type Look = { readonly size: 'phone' | 'desktop'; readonly theme: 'light' | 'dark' };

const PEOPLE: Readonly<Record<Persona, Readonly<Record<Language, number>>>> = {
  client: { ru: DEMO_PERSON + 11, en: DEMO_PERSON + 12 },
  specialist: { ru: DEMO_PERSON + 21, en: DEMO_PERSON + 22 },
  owner: { ru: DEMO_OWNER.telegram_id, en: DEMO_OWNER.telegram_id },
};
/** Taller than any of them: what is long is to be seen whole. */
const SIZES = { phone: { width: 390, height: 1800 }, desktop: { width: 1180, height: 1800 } };
const COMMANDS: Readonly<Record<Persona, readonly string[]>> = {
  client: ['/help', '/book', '/my', '/data', '/language', '/links', '/start', 'hello', '/start s_nonsense'],
  specialist: ['/help', '/day', '/week', '/late', '/off', '/start'],
  owner: ['/help', '/day', '/week', '/links', '/data', '/start'],
};
/** What is said where the bot waits for words, by the screen that asks. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  'manage find': ['Анна', 'zzz'],
  'manage create': ['Вера Павлова', '+7 900 555-44-33'],
  'client note': ['Любит чай без сахара'],
  'client tags': ['постоянный, утро'],
  'week_hours write': ['пн-пт 9-18, сб 10-14', 'whatever'],
  'week_hours write_day': ['10-13, 14-18'],
  'for_client time': ['10:15'],
  'service_admin price': ['1500'],
  'service_admin duration': ['90'],
  'text write': ['Здравствуйте! Это {business}.', 'Привет'],
  'broadcast write_ru': ['Здравствуйте, {name}! В мае мы открыты по воскресеньям.'],
  'broadcast write_en': ['Hello, {name}! In May we are open on Sundays.'],
  'broadcast tag': ['vip'],
  'broadcast ask_time': ['25.12 10:00'],
  'visit why': ['Мастер заболел'],
  'rules edit': ['12'],
  words: ['Спасибо, очень понравилось!'],
  share_phone: ['later'],
};
/** What takes something away comes when everything else has been seen; the person last. */
const LATE = [
  /^cancel/,
  /^visit cancel/,
  /remove/,
  /^end_series/,
  /^leave/,
  /^sessions .*out/,
  /broadcast (start|cancel)/,
];
const LAST = /^forget step[12]/;

/** Days differ: one without visits leads to none. Of these so many are opened, and shown when they lead on to something new. */
const DAYS = /^(agenda|staff_day|staff_week)\b/;
const MANY_DAYS = 8;

/** What makes no other screen of it. */
const OF_NO_KIND = ['nonce', 'page', 'number', 'language', 'rule', 'text', 'what', 'person'];

const partOf = (name: string, value: unknown): string => {
  if (value === null) return `no_${name}`;
  if (typeof value === 'boolean') return value ? name : '';
  if (name === 'step' && typeof value === 'number') return `step${value}`;
  return typeof value === 'string' && /^[a-z_]+$/.test(value) ? value : '';
};

/** The kind of a screen: where a button leads, without whom and when. */
const kindOf = (target: Target): string =>
  Object.entries(target)
    .filter(([name]) => !OF_NO_KIND.includes(name))
    .map(([name, value]) => partOf(name, value))
    .filter((part) => part !== '')
    .join(' ');

/** Empty for what leads nowhere, or into another language. */
const kindIn = (data: string): string => {
  const target = readTarget(data);
  return target === undefined || ['noop', 'set_language'].includes(target.screen) ? '' : kindOf(target);
};

const rank = (kind: string): number => {
  if (LAST.test(kind)) return 2;
  return LATE.some((late) => late.test(kind)) ? 1 : 0;
};

/** What a person does in a chat, through the door that the simulator's page uses. */
const personIn = (server_url: string, person: number) => {
  const base = `${server_url}/telegram/people/chats/${DEMO_BOT_ID}/${person}`;
  const post = async (what: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${base}/${what}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const read = async (): Promise<readonly MessageView[]> => ((await (await fetch(base)).json()) as ChatView).messages;
  /** Does it, and gives what the chat shows when nothing changes any more; what changes nothing at all is waited for longer. */
  const after = async (deed: () => Promise<void>): Promise<readonly MessageView[]> => {
    let before = JSON.stringify(await read());
    await deed();
    let [quiet, patience] = [0, 30];
    for (let look = 0; look < 100 && quiet < patience; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      const now = JSON.stringify(await read());
      if (now === before) quiet += 1;
      else [quiet, patience] = [0, 5];
      before = now;
    }
    return read();
  };
  return {
    type: (text: string) => after(() => post('text', { text })),
    tap: (message_id: number, data: string) => after(() => post('tap', { message_id, data })),
  };
};

type Shot = { readonly title: string; readonly png: Buffer };

/** What the bot has said last: a message that is new, or has become another one. */
const newest = (messages: readonly MessageView[]): MessageView | undefined => {
  const at = ({ sent_at, edited_at }: MessageView): number => edited_at ?? sent_at;
  return messages
    .filter(({ from }) => from === 'bot')
    .toSorted((one, other) => at(one) - at(other) || one.message_id - other.message_id)
    .at(-1);
};

/** The newest words of the bot, with their buttons, as they look. */
const take = async (page: Page, title: string, messages: readonly MessageView[]): Promise<Shot> => {
  const one = newest(messages);
  const place = page.locator('.message').nth(one === undefined ? 0 : messages.indexOf(one));
  await place.scrollIntoViewIfNeeded();
  return { title, png: await place.screenshot({ animations: 'disabled' }) };
};

/** Taps everything of a kind that has not been seen, until there is none. */
const walk = async (page: Page, server_url: string, persona: Persona, language: Language): Promise<Shot[]> => {
  const person = personIn(server_url, PEOPLE[persona][language]);
  const shots: Shot[] = [];
  const seen = new Map<string, Set<string>>();
  const ahead: { kind: string; data: string }[] = [];
  let last: MessageView | undefined;
  /** Notes what it leads to; says whether any of that is of a new kind. */
  const gather = (shown: MessageView | undefined): boolean => {
    let leadsOn = false;
    for (const { callback_data: data = '' } of shown?.inline_keyboard?.flat() ?? []) {
      const kind = kindIn(data);
      const known = seen.get(kind) ?? new Set<string>();
      seen.set(kind, known);
      if (kind === '' || known.has(data) || known.size >= (DAYS.test(kind) ? MANY_DAYS : 1)) continue;
      leadsOn ||= known.size === 0;
      known.add(data);
      ahead.push({ kind, data });
    }
    return leadsOn;
  };
  const pictured = new Set<string>();
  const look = async (title: string, messages: readonly MessageView[]): Promise<void> => {
    const shown = newest(messages);
    if (shown?.inline_keyboard !== undefined) last = shown;
    if (!gather(shown) && pictured.has(title)) return;
    pictured.add(title);
    shots.push(await take(page, title, messages));
  };
  await person.type('/start');
  const { message_id } = newest(await person.type('/start')) ?? { message_id: 0 };
  await person.tap(message_id, writeTarget({ screen: 'set_language', language }));
  for (const command of COMMANDS[persona]) await look(command, await person.type(command));
  while (ahead.length > 0) {
    ahead.sort((one, other) => rank(one.kind) - rank(other.kind));
    const [next] = ahead.splice(0, 1);
    if (next === undefined || last === undefined) break;
    await look(next.kind, await person.tap(last.message_id, next.data));
    const said = Object.entries(SAID).find(([kind]) => next.kind === kind || next.kind.startsWith(`${kind} `))?.[1];
    for (const text of said ?? []) await look(`${next.kind}: “${text}”`, await person.type(text));
  }
  return shots;
};

const PER_SHEET = 24;

/** Puts the pictures side by side, each below its name. */
const lay = async (browser: Browser, shots: readonly Shot[], { name, theme }: { name: string; theme: string }) => {
  const page = await browser.newPage({ viewport: { width: 1900, height: 1000 } });
  for (let from = 0; from < shots.length; from += PER_SHEET) {
    const cells = shots
      .slice(from, from + PER_SHEET)
      .map(
        ({ title, png }) =>
          `<figure><figcaption>${title.replaceAll('<', '&lt;')}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
      );
    const [paper, ink] = theme === 'dark' ? ['#17212b', '#fff'] : ['#dfe7ec', '#000'];
    await page.setContent(
      `<!doctype html><style>body{margin:8px;background:${paper};color:${ink};columns:5;column-gap:8px;font:12px sans-serif}figure{margin:0 0 12px;break-inside:avoid}img{max-width:100%}</style>${cells.join('')}`,
    );
    const file = `${name}-${String(from / PER_SHEET + 1).padStart(2, '0')}.png`;
    await page.screenshot({ path: file, fullPage: true });
    stdout.write(`${file}\n`);
  }
  await page.close();
};

const oneOf = <T extends string>(all: readonly T[], said: string | undefined): readonly T[] =>
  said === undefined ? all : all.filter((one) => one === said);

const readArguments = () => {
  const [, , folder, persona, language, size, theme] = argv;
  if (folder === undefined) throw new Error('Where to? node scripts/screens.ts <folder>');
  const all: readonly Look[] = [
    { size: 'phone', theme: 'light' },
    { size: 'desktop', theme: 'dark' },
  ];
  const one: Look = { size: size === 'desktop' ? 'desktop' : 'phone', theme: theme === 'dark' ? 'dark' : 'light' };
  return {
    folder,
    personas: oneOf(['client', 'specialist', 'owner'], persona),
    languages: oneOf(['ru', 'en'], language),
    looks: size === undefined ? all : [one],
  };
};

type Walk = { readonly folder: string; readonly persona: Persona; readonly language: Language; readonly look: Look };

/** One person's walk in the demo, from its first word to the sheets. */
const draw = async (browser: Browser, server_url: string, { folder, persona, language, look }: Walk): Promise<void> => {
  const context = await browser.newContext({
    viewport: SIZES[look.size],
    colorScheme: look.theme,
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(simulatorUrl(server_url, [PEOPLE[persona][language]]));
  const shots = await walk(page, server_url, persona, language);
  const name = path.join(folder, `${persona}-${language}-${look.size}-${look.theme}`);
  await lay(browser, shots, { name, theme: look.theme });
  await context.close();
};

/** Every walk begins with a demo of its own: what another one has done is not there. Gives what the program's log complains of. */
const drawAll = async (browser: Browser): Promise<string[]> => {
  const { folder, personas, languages, looks } = readArguments();
  mkdirSync(folder, { recursive: true });
  const faults: string[] = [];
  for (const look of looks)
    for (const persona of personas)
      for (const language of languages) {
        const data = mkdtempSync(path.join(os.tmpdir(), 'okno-screens-'));
        const demo = await startDemo(data);
        try {
          await draw(browser, demo.url, { folder, persona, language, look });
        } finally {
          await demo.stop();
          rmSync(data, { recursive: true, force: true });
        }
        faults.push(...demo.faults);
      }
  return faults;
};

const main = async (): Promise<void> => {
  const program = findProgram('chromium');
  if (program === null) throw new Error('The pictures are drawn by Chromium, and it is not on this machine.');
  await buildPages(root);
  const browser = await launchBrowser(program);
  try {
    const faults = await drawAll(browser);
    if (faults.length > 0) throw new Error(`The program found faults of its own:\n${faults.join('\n')}`);
  } finally {
    await browser.close();
  }
};

await main();
