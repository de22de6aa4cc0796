import { type Caller, type Client, cleanLine, type Language } from '@okno/contract';
import { Composer, type Context } from 'grammy';
import type { User } from 'grammy/types';
import { tellingOfCommand } from './command-log.ts';
import type { CommandMenus } from './command-menus.ts';
import type { BotDeps, LogEntry } from './deps.ts';
import type { Dialogues } from './dialogues.ts';
import type { Followers } from './followers.ts';
import type { Memory } from './memory.ts';
import type { Menus } from './menus.ts';
import { createTalk, type SendBack, type Talk } from './talk.ts';
import type { Wait } from './telegram.ts';
import type { Wordings } from './wordings.ts';

/** What every handler finds in its context beside grammY's own. */
export type FaceContext = Context & {
  request_id: string;
  ask: Client;
  talk: Talk;
  /** The language to use before the backend has named the person's own. */
  language: Language;
  /** Of when the oldest of the answers is that are only the last ones known (Unix milliseconds). */
  as_of?: number;
  /** The code of the refusal that this ended with. */
  outcome?: string;
  /** Missing where no request of Telegram's waits for an answer. */
  sendBack?: SendBack;
};

export type Face = {
  readonly deps: BotDeps;
  readonly memory: Memory;
  readonly menus: Menus;
  readonly dialogues: Dialogues;
  readonly wordings: Wordings;
  readonly wait: Wait;
  readonly followers: Followers;
  readonly commands: CommandMenus;
};

/** Equips the context of each update that has a sender; others go no further. */
export const equip = ({ deps, memory, wait }: Face): Composer<FaceContext> => {
  const composer = new Composer<FaceContext>();
  composer.use(async (ctx, next) => {
    if (ctx.from === undefined) return;
    const language = memory.knownMe(ctx.me.id, ctx.from.id)?.language ?? languageOf(ctx.from.language_code);
    ctx.language = language ?? 'en';
    ctx.request_id = deps.newRequestId();
    ctx.ask = deps.connect(callerOf(ctx.me.id, ctx.from, language), ctx.request_id, (as_of) => {
      ctx.as_of = Math.min(ctx.as_of ?? as_of, as_of);
    });
    const origin = { request_id: ctx.request_id, bot_id: ctx.me.id };
    const log = (entry: LogEntry) => deps.log({ ...origin, ...entry });
    ctx.talk = createTalk(ctx, { memory, wait, pacer: deps.pacer, ask: ctx.ask, log, sendBack: ctx.sendBack });
    await tellingOfCommand(deps, ctx, next);
  });
  return composer;
};

const callerOf = (bot_id: number, from: User, language: Language | null): Caller => ({
  via: 'telegram',
  bot_id,
  telegram_id: from.id,
  name: nameOf(from),
  language,
});

/** The longest name the contract takes. */
const MAX_NAME = 100;

/** People hide their names in signs of their own; something readable is always left. */
const nameOf = (from: User): string => {
  const full = cleanLine([from.first_name, from.last_name ?? ''].join(' '));
  const name = cleanLine([...full].slice(0, MAX_NAME).join(''));
  return name === '' ? (from.username ?? String(from.id)) : name;
};

/** The language of an IETF tag such as `ru-RU`; null for all we do not speak. */
const languageOf = (tag = ''): Language | null => {
  if (/^ru\b/i.test(tag)) return 'ru';
  return /^en\b/i.test(tag) ? 'en' : null;
};
