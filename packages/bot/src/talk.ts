import type { Client } from '@okno/contract';
import type { Context } from 'grammy';
import type { LogEntry } from './deps.ts';
import type { Memory } from './memory.ts';
import type { Pacer } from './pacer.ts';
import { tellReachable } from './reachability.ts';
import {
  deleteMessage,
  editView,
  PATIENCE_MS,
  patiently,
  sendFarewell,
  sendFile,
  sendView,
  type Wait,
} from './telegram.ts';
import { reasonOf, troubleOf } from './telegram-errors.ts';
import { fit, type Reply, type Toast, type View } from './view.ts';

/** Our side of one exchange in a chat. None of it throws for what Telegram does; a refused message is a bug and does. */
export type Talk = {
  /** Shows a reply; `fresh` leaves the tapped message alone and sends a new one. Says where it can be seen now. */
  readonly present: (reply: Reply, fresh: boolean) => Promise<Shown | undefined>;
  /** Takes a message of ours away; one that cannot be taken back stays. */
  readonly remove: (message_id: number) => Promise<void>;
  /** Ends the tap's waiting; only the first answer of a tap goes out. */
  readonly answer: (toast?: Toast) => Promise<void>;
};

/** The message that shows a view. */
export type Shown = { readonly message_id: number; readonly is_new: boolean };

/** Has a call of the Bot API, as JSON, travel in the answer to Telegram's request. */
export type SendBack = (call: string) => void;

type TalkDeps = {
  readonly memory: Memory;
  readonly wait: Wait;
  readonly pacer: Pacer;
  readonly ask: Client;
  readonly log: (entry: LogEntry) => void;
  /** Missing where there is no such request. */
  readonly sendBack: SendBack | undefined;
};

/** Telegram's limit for the text over a chat. */
const MAX_TOAST = 200;

export const createTalk = (ctx: Context, deps: TalkDeps): Talk => {
  let answered = false;
  const answer = async (toast?: Toast): Promise<void> => {
    if (ctx.callbackQuery === undefined || answered) return;
    answered = true;
    const text = toast === undefined || toast.toast === '' ? {} : { text: fit(toast.toast, MAX_TOAST) };
    const said = { ...text, ...(toast?.alert ? { show_alert: true } : {}) };
    const { id: callback_query_id } = ctx.callbackQuery;
    await forgiving(ctx, deps, async () => {
      // The one call whose failure we would only live with anyway: nobody tells us how it ends when it travels back.
      if (deps.sendBack !== undefined)
        deps.sendBack(JSON.stringify({ method: 'answerCallbackQuery', callback_query_id, ...said }));
      else await patiently(deps.wait, () => ctx.answerCallbackQuery(said));
    });
  };
  const show = (view: View, fresh: boolean): Promise<Shown | undefined> =>
    forgiving(ctx, deps, () => display(ctx, deps, view, fresh));
  return {
    answer,
    present: async (reply, fresh) => {
      if (!('text' in reply)) {
        await answer(reply);
        return undefined;
      }
      const ends = await Promise.allSettled([show(reply, fresh), answer({ toast: reply.toast ?? '', alert: false })]);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      return ends[0].status === 'fulfilled' ? ends[0].value : undefined;
    },
    remove: async (message_id) => {
      await forgiving(ctx, deps, async () => {
        const { chatId: chat_id } = ctx;
        if (chat_id !== undefined) await patiently(deps.wait, () => deleteMessage(ctx.api, { chat_id, message_id }));
      });
    },
  };
};

const display = async (ctx: Context, deps: TalkDeps, view: View, fresh: boolean): Promise<Shown | undefined> => {
  const chat_id = ctx.chatId;
  if (chat_id === undefined) return undefined;
  const { message } = ctx.callbackQuery ?? {};
  // A picture cannot become words; what follows stands below it.
  const tapped = message !== undefined && 'photo' in message ? undefined : message?.message_id;
  const { farewell, file } = view;
  const say = <T>(call: () => Promise<T>): Promise<T> => {
    deps.pacer.note(ctx.me.id, chat_id);
    return patiently(deps.wait, call);
  };
  const note = (message_id: number, is_new: boolean): Shown => {
    // To look at every button of a screen takes its time.
    if (isAskedAbout(view)) deps.memory.noteShown(ctx.me.id, chat_id, message_id, view);
    else deps.memory.forgetShown(ctx.me.id, chat_id, message_id);
    return { message_id, is_new };
  };
  if (farewell !== undefined) await say(() => sendFarewell(ctx.api, chat_id, farewell));
  const show = async (): Promise<Shown> => {
    if (tapped !== undefined && !fresh && isText(view)) {
      const edited = await patiently(deps.wait, () => editView(ctx.api, { chat_id, message_id: tapped }, view));
      if (edited) return note(tapped, false);
    }
    return note(await say(() => sendView(ctx.api, chat_id, view)), true);
  };
  const shown = await show();
  if (file !== undefined) await say(() => sendFile(ctx.api, chat_id, file));
  return shown;
};

/** Notices bring cards and little else, and only what is alive goes on. */
const isAskedAbout = ({ card_of, brought, alive }: View): boolean =>
  card_of !== undefined || brought === true || alive !== undefined;

/** A message becomes another one of the same kind only. */
const isText = ({ contact, picture }: View): boolean => contact === undefined && picture === undefined;

/** What happens to a call in the world outside is noted and lived with; then there is no answer. */
const forgiving = async <T>(ctx: Context, deps: TalkDeps, call: () => Promise<T>): Promise<T | undefined> => {
  // A call in the silence that Telegram wants would only be refused.
  const silence_ms = deps.pacer.silence(ctx.me.id);
  if (silence_ms > PATIENCE_MS) {
    deps.log({ level: 'warn', event: 'telegram_wait', after_ms: silence_ms });
    return undefined;
  }
  if (silence_ms > 0) await deps.wait(silence_ms);
  try {
    return await call();
  } catch (error) {
    await live(ctx, deps, error);
    return undefined;
  }
};

const live = async (ctx: Context, deps: TalkDeps, error: unknown): Promise<void> => {
  const trouble = troubleOf(error);
  const reason = reasonOf(error);
  switch (trouble?.kind) {
    case 'stale_tap':
    case 'same':
      return;
    case 'unreachable':
      return tellReachable(deps, false);
    case 'revoked':
      return deps.log({ level: 'error', event: 'bot_revoked', reason });
    case 'wait':
      deps.pacer.hush(ctx.me.id, trouble.after_ms);
      return deps.log({ level: 'warn', event: 'telegram_wait', reason, after_ms: trouble.after_ms });
    case 'away':
    case 'uncertain':
      return deps.log({ level: 'warn', event: 'telegram_away', reason });
    default:
      throw error;
  }
};
