import { type Client, createBoundedMap, type Delivery, type Message } from '@okno/contract';
import { Api, Context } from 'grammy';
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
import type { SendBack } from './talk.ts';
import { reasonOf } from './telegram-errors.ts';
import { apologise, createUpdates } from './updates.ts';
import { createVoice } from './voice.ts';
import { withoutFiles } from './without-files.ts';
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

/** What is said through a bot; made again when its token is another one. */
type Mouth = { readonly token: string; readonly api: Api };

/** About 1 kB each; one that has been dropped is made again in microseconds, so only those that are busy are kept. */
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
  const answer = createUpdates(face).middleware();
  const mouths = createBoundedMap<Mouth>(MAX_BOTS);
  const apiOf = ({ token, bot_info }: BotAccount): Api => {
    const key = botKey(bot_info.id, 'bot');
    const known = mouths.get(key);
    if (known?.token === token) return known.api;
    const api = createApi(deps, token);
    mouths.set(key, { token, api });
    return api;
  };
  const handle = async (account: BotAccount, update: Update, sendBack?: SendBack): Promise<void> => {
    const ctx = new Context(update, apiOf(account), account.bot_info) as FaceContext;
    if (sendBack !== undefined) ctx.sendBack = sendBack;
    try {
      await answer(ctx, async () => {});
    } catch (error) {
      await reportFailure(face, ctx, error);
    }
  };
  return {
    handleUpdate: (account, update) => handle(account, update),
    answerUpdate: async (account, update) => {
      let back: string | undefined;
      await handle(account, update, (call) => {
        back = call;
      });
      return back;
    },
    deliver: async (account, message, isLate) => {
      const origin = { bot_id: account.bot_info.id, notice_id: message.id };
      try {
        const texts = await face.wordings.of(message.bot_id, listenerOf(deps, message));
        const voice = createVoice(texts, message.language, deps.now());
        const post = { api: apiOf(account), memory: face.memory, voice, now: deps.now(), isLate };
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

const createApi = ({ api: client, callBotApi }: BotDeps, token: string): Api => {
  const api = new Api(token, client);
  if (callBotApi !== undefined) api.config.use(withoutFiles(token, callBotApi));
  return api;
};

/** Asks for the person to whom a message goes. */
const listenerOf = ({ connect, newRequestId }: BotDeps, { bot_id, telegram_id, language }: Message): Client =>
  connect({ via: 'telegram', bot_id, telegram_id, name: String(telegram_id), language }, newRequestId());

const stackOf = (error: unknown): string | undefined => (error instanceof Error ? error.stack : undefined);

/** A bug, or a backend that broke: into the log with its stack, and an honest sentence into the chat. */
const reportFailure = async (face: Face, ctx: FaceContext, error: unknown): Promise<void> => {
  const { talk, request_id } = ctx as Partial<FaceContext>;
  const origin = { request_id, bot_id: ctx.me.id, update_id: ctx.update.update_id };
  const stack = stackOf(error);
  face.deps.log({ level: 'error', event: 'update_failed', ...origin, reason: reasonOf(error), stack });
  // Groups are not troubled with our faults.
  if (talk === undefined || ctx.chat?.type !== 'private') return;
  try {
    await apologise(face, ctx);
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
