import { conflict } from '../core/api-error.ts';
import { integerParam, jsonParam, type Params } from '../core/params.ts';
import { type Bot, changed, type World } from '../core/world.ts';
import type { Call, Method } from '../methods/method.ts';
import { dropExpired, setAllowedUpdates, updateJson } from './updates.ts';

const MAX_LIMIT = 100;
const MAX_TIMEOUT_S = 50;
const SECOND_MS = 1000;

/** A getUpdates that waits: takes the place of a webhook as the bot's receiver. */
type Waiting = { readonly bot: Bot; readonly fail: (error: Error) => void };
const waiting = new WeakMap<Bot, Waiting>();

const confirm = (bot: Bot, offset: number): void => {
  if (offset < 0) {
    const forgotten = bot.pending.size + offset;
    for (const id of [...bot.pending.keys()].slice(0, Math.max(0, forgotten))) bot.pending.delete(id);
    return;
  }
  for (const id of bot.pending.keys()) {
    if (id >= offset) return;
    bot.pending.delete(id);
  }
};

const collect = (bot: Bot, limit: number): readonly object[] => {
  const updates: object[] = [];
  for (const update of bot.pending.values()) {
    updates.push(updateJson(update));
    if (updates.length >= limit) break;
  }
  return updates;
};

/** Ends a waiting getUpdates with 409, because a webhook was set or another getUpdates came. */
export const abortLongPoll = (bot: Bot, why: string): void => {
  waiting.get(bot)?.fail(conflict(why));
};

const wait = ({ world, bot, onAbort }: Call, limit: number, timeoutMs: number): Promise<readonly object[]> =>
  new Promise((resolve, reject) => {
    const finish = (): void => {
      cancel();
      waiting.delete(bot);
      bot.receiver = undefined;
    };
    const answer = (): void => {
      finish();
      dropExpired(world, bot);
      resolve(collect(bot, limit));
    };
    const fail = (error: Error): void => {
      finish();
      reject(error);
    };
    const cancel = world.clock.setTimer(timeoutMs, answer);
    const own: Waiting = { bot, fail };
    waiting.set(bot, own);
    bot.receiver = { onUpdate: answer, stop: answer };
    onAbort(() => {
      if (waiting.get(bot) === own) answer();
    });
  });

const readAllowed = (params: Params): unknown =>
  jsonParam(params, 'allowed_updates', "can't parse allowed_updates JSON object");

const begin = (world: World, bot: Bot, offset: number): void => {
  const before = bot.pending.size;
  confirm(bot, offset);
  dropExpired(world, bot);
  if (bot.pending.size !== before) changed(world);
};

/** getUpdates: `offset` confirms everything before it; waits up to `timeout` seconds (at most 50) when there is nothing. */
export const getUpdates: Method = (call) => {
  const { world, bot, params } = call;
  if (bot.webhook) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const offset = integerParam(params, 'offset', { min: -(2 ** 31), max: 2 ** 31 - 1, fallback: 0 });
  const limit = integerParam(params, 'limit', { min: 1, max: MAX_LIMIT, fallback: MAX_LIMIT });
  const timeout = integerParam(params, 'timeout', { min: 0, max: MAX_TIMEOUT_S, fallback: 0 });
  setAllowedUpdates(bot, readAllowed(params));
  begin(world, bot, offset);
  if (bot.pending.size > 0 || timeout === 0) return collect(bot, limit);
  abortLongPoll(bot, 'terminated by other getUpdates request; make sure that only one bot instance is running');
  return wait(call, limit, timeout * SECOND_MS);
};
