import { type Client, createBoundedMap, type Delivery, type Message } from '@okno/contract';
import { Bot, BotError } from 'grammy';
import type { Update } from 'grammy/types';
import { createCommandMenus } from './command-menus.ts';
import type { Face, FaceContext } from './context.ts';
import type { BotAccount, BotDeps } from './deps.ts';
import { createDialogues } from './dialogues.ts';
import { createFollowers } from './followers.ts';
import { botKey } from './keys.ts';
import { createMemory } from './memory.ts';
import { createMenus } from './menus.ts';
import { deliverMessage } from './notices.ts';
import { reasonOf } from './telegram-errors.ts';
import { apologise, createUpdates } from './updates.ts';
import { createVoice } from './voice.ts';
import { canTravelBack, withoutFiles } from './without-files.ts';
import { createWordings } from './wordings.ts';

export type BotFace = {
  /** Answers one update of one bot; ends when everything has been said. Never rejects. */
  readonly handleUpdate: (account: BotAccount, update: Update) => Promise<void>;
  /**
   * The same for an update that Telegram has posted: the call that ends a tap's waiting is not made but given back, as
   * JSON, to travel in the answer to Telegram's request. Undefined when there is none. Never rejects.
   */
  readonly answerUpdate: (account: BotAccount, update: Update) => Promise<string | undefined>;
  /**
   * Brings one message to a person through one bot. Never rejects. `isLate`: whether it is too late to begin with it,
   * because what it says may have been called off meanwhile.
   */
  readonly deliver: (account: BotAccount, message: Message, isLate: () => boolean) => Promise<Delivery>;
  /** The business of a bot words something in another way: it is asked again before the next word. */
  readonly forgetTexts: (bot_id: number) => void;
  /** Somebody has another role, language or name, whoever has changed it: they are asked about with their next update. */
  readonly forgetPerson: (bot_id: number, telegram_id: number) => void;
  /** The same for everybody: something may have been missed. */
  readonly forgetPeople: () => void;
};

type Envelope = NonNullable<Parameters<Bot['handleUpdate']>[1]>;

/** About 2 kB each; a bot that has been dropped is made again in microseconds, so only those that are busy are kept. */
const MAX_BOTS = 500;

/** The conversation of all bots of this process: it knows the backend's client and Telegram, and nothing else. */
export const createBotFace = (deps: BotDeps): BotFace => {
  const memory = createMemory(deps.now);
  const rest = deps.rest ?? restWait;
  const face: Face = {
    deps,
    memory,
    menus: createMenus({ ...deps, rest }),
    dialogues: createDialogues(deps.store),
    wordings: createWordings(deps),
    wait: deps.wait ?? realWait,
    commands: createCommandMenus(deps),
    followers: createFollowers({ ...deps, memory, rest }),
  };
  const updates = createUpdates(face);
  const bots = createBoundedMap<Bot<FaceContext>>(MAX_BOTS);
  const botOf = ({ token, bot_info }: BotAccount): Bot<FaceContext> => {
    const key = botKey(bot_info.id, 'bot');
    const known = bots.get(key);
    if (known !== undefined && known.token === token && known.botInfo.username === bot_info.username) return known;
    const bot = createBot(deps, { token, bot_info });
    bot.use(updates);
    bots.set(key, bot);
    return bot;
  };
  const handle = async (account: BotAccount, update: Update, envelope?: Envelope): Promise<void> => {
    try {
      await botOf(account).handleUpdate(update, envelope);
    } catch (error) {
      await reportFailure(face, account, update, error);
    }
  };
  return {
    handleUpdate: (account, update) => handle(account, update),
    answerUpdate: async (account, update) => {
      let answer: string | undefined;
      const send = (call: string) => {
        answer = call;
      };
      await handle(account, update, { send });
      return answer;
    },
    deliver: async (account, message, isLate) => {
      const origin = { bot_id: account.bot_info.id, notice_id: message.id };
      try {
        const texts = await face.wordings.of(message.bot_id, listenerOf(deps, message));
        const voice = createVoice(texts, message.language, deps.now());
        const post = { api: botOf(account).api, memory: face.memory, voice, now: deps.now(), isLate };
        const delivery = await deliverMessage(post, message);
        if (delivery.status === 'paused' && delivery.after_ms > 0) deps.pacer.hush(origin.bot_id, delivery.after_ms);
        if (delivery.status === 'revoked') deps.log({ level: 'error', event: 'bot_revoked', ...origin });
        return delivery;
      } catch (error) {
        const [reason, stack] = [reasonOf(error), stackOf(error)];
        deps.log({ level: 'error', event: 'notice_failed', ...origin, reason, stack });
        return { status: 'failed', reason };
      }
    },
    forgetTexts: face.wordings.forget,
    forgetPerson: memory.forgetMe,
    forgetPeople: memory.forgetPeople,
  };
};

const createBot = ({ api, callBotApi }: BotDeps, { token, bot_info }: BotAccount): Bot<FaceContext> => {
  const client = { ...api, canUseWebhookReply: canTravelBack };
  const bot = new Bot<FaceContext>(token, { botInfo: bot_info, client });
  if (callBotApi !== undefined) bot.api.config.use(withoutFiles(token, callBotApi));
  return bot;
};

/** Asks for the person to whom a message goes. */
const listenerOf = ({ connect, newRequestId }: BotDeps, { bot_id, telegram_id, language }: Message): Client =>
  connect({ via: 'telegram', bot_id, telegram_id, name: String(telegram_id), language }, newRequestId());

const stackOf = (error: unknown): string | undefined => (error instanceof Error ? error.stack : undefined);

/** A bug, or a backend that broke: into the log with its stack, and an honest sentence into the chat. */
const reportFailure = async (face: Face, account: BotAccount, update: Update, thrown: unknown): Promise<void> => {
  const ctx = thrown instanceof BotError ? (thrown.ctx as Partial<FaceContext> & { update: Update }) : undefined;
  const error: unknown = thrown instanceof BotError ? thrown.error : thrown;
  const origin = {
    request_id: ctx?.request_id,
    bot_id: account.bot_info.id,
    update_id: update.update_id,
  };
  const stack = stackOf(error);
  face.deps.log({ level: 'error', event: 'update_failed', ...origin, reason: reasonOf(error), stack });
  // Groups are not troubled with our faults.
  if (ctx?.talk === undefined || ctx.chat?.type !== 'private') return;
  try {
    await apologise(face, ctx as FaceContext);
  } catch (second) {
    face.deps.log({ level: 'error', event: 'apology_failed', ...origin, reason: reasonOf(second) });
  }
};

const realWait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The same without keeping a process alive that wants to end. */
const restWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer: unknown = setTimeout(resolve, ms);
    (timer as { unref?: () => void }).unref?.();
  });
