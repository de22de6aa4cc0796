import { AppError, type KeyValue, type StoreKey, storeKey } from '@okno/contract';
import type { Api } from 'grammy';
import type { LogEntry } from './deps.ts';
import { botKey } from './keys.ts';
import type { Memory } from './memory.ts';
import type { Pacer } from './pacer.ts';
import { editView, type Wait } from './telegram.ts';
import { reasonOf, troubleOf } from './telegram-errors.ts';
import { unlessAway } from './unless-away.ts';
import type { View } from './view.ts';

/** A message that goes on telling how far something is, until it shows something else or is told to stop. */
export type Followed = { readonly bot_id: number; readonly chat_id: number; readonly message_id: number };

export type Followers = {
  readonly follow: (api: Api, place: Followed, view: View) => void;
  /** The message is about to show something else: whoever follows it, in whichever process, stops. Never rejects. */
  readonly leave: (place: Followed) => Promise<void>;
};

type Deps = {
  readonly memory: Memory;
  /** Who follows a message is known to all processes: the next tap in it may come to another one. */
  readonly store: KeyValue;
  readonly pacer: Pacer;
  /** Another one each time, in all processes. */
  readonly newRequestId: () => string;
  /** Waits without keeping the process alive. */
  readonly rest: Wait;
  readonly log: (entry: LogEntry) => void;
};

/** Often enough to see that something happens; Telegram would take one edit a second. */
const EVERY_MS = 5_000;
/** Later nobody watches any more: a tap begins anew. */
const ROUNDS = 360;
/** Rounds take longer than their pauses. */
const MARK_MS = 2 * ROUNDS * EVERY_MS;
/** So many messages are kept alive in one process. */
const MOST = 200;

/**
 * Keeps messages alive in the background. What they show can be had by a tap as well, so whatever goes wrong here
 * only ends it: a process that stops, a role that was taken away, a Telegram that does not answer.
 */
export const createFollowers = (deps: Deps): Followers => {
  /** Whoever follows a message last is the only one. */
  const followed = new Map<string, string>();
  return {
    leave: async (place) => {
      await unlessAway(() => deps.store.delete(markOf(place)));
    },
    follow: (api, place, view) => {
      const key = botKey(place.bot_id, 'follow', place.chat_id, place.message_id);
      if (view.alive === undefined || (followed.size >= MOST && !followed.has(key))) return;
      const mine = deps.newRequestId();
      followed.set(key, mine);
      void goOn(deps, { api, place, mine, isMine: () => followed.get(key) === mine }, view)
        .catch((error: unknown) => {
          const trouble = troubleOf(error);
          if (trouble?.kind === 'wait') deps.pacer.hush(place.bot_id, trouble.after_ms);
          if (error instanceof AppError || trouble !== undefined) return;
          deps.log({ level: 'error', event: 'follow_failed', bot_id: place.bot_id, reason: reasonOf(error) });
        })
        .finally(() => {
          if (followed.get(key) === mine) followed.delete(key);
        });
    },
  };
};

/** Says to all processes whose a followed message is. */
const markOf = ({ bot_id, chat_id, message_id }: Followed): StoreKey =>
  storeKey('last_menu', { bot_id }, chat_id, 'followed', message_id);

type Following = {
  readonly api: Api;
  readonly place: Followed;
  /** What the mark says while it is this one who follows. */
  readonly mine: string;
  readonly isMine: () => boolean;
};

const goOn = async (deps: Deps, { api, place, mine, isMine }: Following, first: View): Promise<void> => {
  const { bot_id, chat_id, message_id } = place;
  const mark = markOf(place);
  /** False as well when nobody knows: what somebody looks at is worth more than what a tap tells anyway. */
  const isHere = async (view: View): Promise<boolean> =>
    isMine() &&
    deps.memory.isShown(bot_id, chat_id, message_id, view) &&
    (await unlessAway(() => deps.store.get(mark))) === mine;
  await unlessAway(() => deps.store.set(mark, mine, MARK_MS));
  let view = first;
  for (let round = 0; round < ROUNDS && view.alive !== undefined; round += 1) {
    await deps.rest(EVERY_MS);
    if (deps.pacer.isOver() || !(await isHere(view))) return;
    // A broadcast has its own messages to send: this one waits for its turn among them.
    if ((await deps.pacer.wait({ bot_id, telegram_id: chat_id, rank: 'broadcast' })) > 0) continue;
    const next = await view.alive();
    // Somebody has tapped meanwhile: what they look at is not taken away.
    if (!(await isHere(view))) return;
    if (next.text !== view.text && !(await editView(api, { chat_id, message_id }, next))) return;
    deps.memory.noteShown(bot_id, chat_id, message_id, next);
    view = next;
  }
};
