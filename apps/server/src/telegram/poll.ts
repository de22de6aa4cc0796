import { Api, type ApiClientOptions } from 'grammy';
import type { Logger } from '../log.ts';
import type { Account, OnRevoked } from './accounts.ts';
import type { Dispatch, TelegramUpdate } from './dispatch.ts';
import { pause } from './pause.ts';
import { ALLOWED_UPDATES, askedPause, isRevoked } from './setup.ts';

/** Asks Telegram for updates until it is stopped. */
export type Poller = { stop(): Promise<void> };

const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** While somebody's update takes long, Telegram is asked this often whether the others have sent anything. */
const PEEK_MS = 300;
/** Telegram gives no more at once, beginning with the oldest unconfirmed one; so this many are in work at most. */
const MOST = 100;

type Deps = {
  readonly api: ApiClientOptions;
  readonly dispatch: Dispatch;
  readonly log: Logger;
  readonly onRevoked: OnRevoked;
};

/** How long to wait after a failure: what Telegram asks for, otherwise ever longer. */
const pauseAfter = (error: unknown, failures: number): number =>
  askedPause(error) ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);

/** Updates that Telegram has given and that have not been confirmed yet. */
const createBatch = (begin: (update: TelegramUpdate) => Promise<void>) => {
  const works = new Map<number, { finished: boolean; readonly done: Promise<void> }>();
  const start = (update: TelegramUpdate) => {
    const work = { finished: false, done: Promise.resolve() };
    work.done = begin(update).finally(() => {
      work.finished = true;
    });
    works.set(update.update_id, work);
  };
  return {
    /** Begins with those that are new. */
    add: (updates: readonly TelegramUpdate[]) => {
      for (const update of updates) if (!works.has(update.update_id)) start(update);
    },
    isEmpty: () => works.size === 0,
    finished: () => Promise.all([...works.values()].map(({ done }) => done)),
    /** Forgets those before the first unfinished one; gives what is to be confirmed: where the others begin. */
    confirm: (offset: number): number => {
      let next = offset;
      for (const [update_id, { finished }] of works) {
        if (!finished) break;
        works.delete(update_id);
        next = update_id + 1;
      }
      return next;
    },
  };
};

/**
 * Long polling for one bot. Updates are confirmed when they, and all before them, have been dealt with: those that a
 * crash has interrupted come again. One that takes long does not hold up the others.
 */
export const startPolling = (
  account: Account,
  { api: options, dispatch, log, onRevoked }: Deps,
  /** When it may begin: before Telegram has been told to bring nothing any more it would refuse us. */
  begin: Promise<void> = Promise.resolve(),
): Poller => {
  const api = new Api(account.token, { ...options, timeoutSeconds: POLL_SECONDS + 10 });
  const stopping = new AbortController();
  const batch = createBatch((update) => dispatch(account, update));
  let [offset, told] = [0, 0];

  const round = async (): Promise<void> => {
    // grammY names the signal of another runtime's library; the one of Node fits.
    const signal = stopping.signal as Parameters<typeof api.getUpdates>[1];
    const timeout = batch.isEmpty() ? POLL_SECONDS : 0;
    const wish = { offset, timeout, limit: MOST, allowed_updates: ALLOWED_UPDATES };
    batch.add(await api.getUpdates(wish, signal));
    told = offset;
    await finishedOrPeek();
    offset = batch.confirm(offset);
  };

  const finishedOrPeek = async (): Promise<void> => {
    if (batch.isEmpty()) return;
    const over = new AbortController();
    const peek = pause(PEEK_MS, AbortSignal.any([stopping.signal, over.signal]));
    await Promise.race([batch.finished(), peek]);
    over.abort();
  };

  /** Whether to go on. */
  const recover = async (error: unknown, failures: number): Promise<boolean> => {
    if (stopping.signal.aborted) return false;
    if (isRevoked(error)) {
      onRevoked(account);
      return false;
    }
    log.warn({ event: 'polling_failed', bot_id: account.bot_info.id, reason: (error as Error).message });
    await pause(pauseAfter(error, failures), stopping.signal);
    return true;
  };

  const run = async (): Promise<void> => {
    await begin;
    let failures = 0;
    let going = true;
    while (going && !stopping.signal.aborted)
      try {
        await round();
        failures = 0;
      } catch (error) {
        going = await recover(error, failures);
        failures += 1;
      }
    await batch.finished();
    offset = batch.confirm(offset);
    // The next process must not be given again what has been dealt with.
    if (offset > told) await api.getUpdates({ offset, timeout: 0, limit: 1 }).catch(() => undefined);
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
