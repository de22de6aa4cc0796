import type { Context } from 'grammy';
import { readTarget } from './callback-data.ts';
import { COMMAND_NAMES } from './commands.ts';
import type { BotDeps } from './deps.ts';

/** What somebody wanted: a screen, a command, or the kind of what they sent; never their words. */
const commandOf = (ctx: Context): string => {
  if (ctx.callbackQuery !== undefined) return readTarget(ctx.callbackQuery.data ?? '')?.screen ?? 'old button';
  const word = /^\/([a-z]+)/.exec(ctx.message?.text ?? '')?.[1];
  if (word !== undefined) return (COMMAND_NAMES as readonly string[]).includes(word) ? `/${word}` : '/?';
  const { update_id: _, ...contents } = ctx.update;
  return Object.keys(contents)[0] ?? 'nothing';
};

/** An update with what has become of it. */
type Answered = Context & { readonly request_id: string; readonly as_of?: number; outcome?: string };

/** Runs `work`, and tells how what somebody wanted has ended. */
export const tellingOfCommand = async (deps: BotDeps, ctx: Answered, work: () => Promise<void>): Promise<void> => {
  if (deps.tellCommands !== true) return work();
  const began = deps.now();
  try {
    await work();
  } catch (error) {
    ctx.outcome = 'fault';
    throw error;
  } finally {
    const { request_id, outcome = 'done', as_of } = ctx;
    const stale = as_of === undefined ? {} : { as_of: new Date(as_of).toISOString() };
    const what = { request_id, bot_id: ctx.me.id, update_id: ctx.update.update_id, command: commandOf(ctx) };
    deps.log({ level: 'info', event: 'command', ...what, outcome, ms: deps.now() - began, ...stale });
  }
};
