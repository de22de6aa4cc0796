import type { Client } from '@okno/contract';
import type { Context } from 'grammy';
import type { LogEntry } from './deps.ts';
import type { Memory } from './memory.ts';
import type { Pacer } from './pacer.ts';
import { tellReachable } from './reachability.ts';
import { editView, PATIENCE_MS, patiently, sendView, type Wait } from './telegram.ts';
import { reasonOf, troubleOf } from './telegram-errors.ts';
import { fit, type Reply, type Toast, type View } from './view.ts';

/** Our side of one exchange in a chat. None of it throws for what Telegram does; a refused message is a bug and does. */
export type Talk = {
  /** Shows a reply; `fresh` leaves the tapped message alone and sends a new one. */
  readonly present: (reply: Reply, fresh: boolean) => Promise<void>;
  /** Ends the tap's waiting; only the first answer of a tap goes out. */
  readonly answer: (toast?: Toast) => Promise<void>;
};

type TalkDeps = {
  readonly memory: Memory;
  readonly wait: Wait;
  readonly pacer: Pacer;
  readonly ask: Client;
  readonly log: (entry: LogEntry) => void;
};

/** Telegram's limit for the text over a chat. */
const MAX_TOAST = 200;

export const createTalk = (ctx: Context, deps: TalkDeps): Talk => {
  let answered = false;
  const answer = async (toast?: Toast): Promise<void> => {
    if (ctx.callbackQuery === undefined || answered) return;
    answered = true;
    const text = toast === undefined || toast.toast === '' ? {} : { text: fit(toast.toast, MAX_TOAST) };
    await forgiving(ctx, deps, () =>
      patiently(deps.wait, () => ctx.answerCallbackQuery({ ...text, ...(toast?.alert ? { show_alert: true } : {}) })),
    );
  };
  const show = (view: View, fresh: boolean): Promise<void> =>
    forgiving(ctx, deps, () => display(ctx, deps, view, fresh));
  return {
    answer,
    present: async (reply, fresh) => {
      if (!('text' in reply)) return answer(reply);
      const ends = await Promise.allSettled([show(reply, fresh), answer({ toast: reply.toast ?? '', alert: false })]);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
};

const display = async (ctx: Context, deps: TalkDeps, view: View, fresh: boolean): Promise<void> => {
  const chat_id = ctx.chatId;
  if (chat_id === undefined) return;
  const tapped = ctx.callbackQuery?.message?.message_id;
  const note = (message_id: number): void => deps.memory.noteShown(ctx.me.id, chat_id, message_id, view);
  if (tapped !== undefined && !fresh) {
    const edited = await patiently(deps.wait, () => editView(ctx.api, { chat_id, message_id: tapped }, view));
    if (edited) return note(tapped);
  }
  deps.pacer.note(ctx.me.id, chat_id);
  note(await patiently(deps.wait, () => sendView(ctx.api, chat_id, view)));
};

/** What happens to a call in the world outside is noted and lived with. */
const forgiving = async (ctx: Context, deps: TalkDeps, call: () => Promise<unknown>): Promise<void> => {
  const { pacer, wait } = deps;
  // A call in the silence that Telegram wants would only be refused.
  const silence_ms = pacer.silence(ctx.me.id);
  if (silence_ms > PATIENCE_MS) return deps.log({ level: 'warn', event: 'telegram_wait', after_ms: silence_ms });
  if (silence_ms > 0) await wait(silence_ms);
  try {
    await call();
  } catch (error) {
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
        pacer.hush(ctx.me.id, trouble.after_ms);
        return deps.log({ level: 'warn', event: 'telegram_wait', reason, after_ms: trouble.after_ms });
      case 'away':
      case 'uncertain':
        return deps.log({ level: 'warn', event: 'telegram_away', reason });
      default:
        throw error;
    }
  }
};
