import { Api, type ApiClientOptions, GrammyError } from 'grammy';
import type { Logger } from '../log.ts';
import type { Account } from './accounts.ts';
import type { Dispatch } from './dispatch.ts';
import { ALLOWED_UPDATES } from './setup.ts';

/** Asks Telegram for updates until it is stopped. */
export type Poller = { stop(): Promise<void> };

const POLL_SECONDS = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

type Deps = {
  readonly api: ApiClientOptions;
  readonly dispatch: Dispatch;
  readonly log: Logger;
  readonly onRevoked: (account: Account) => void;
};

/** How long to wait after a failure: what Telegram asks for, otherwise ever longer. */
const pauseAfter = (error: unknown, failures: number): number => {
  const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  return asked !== undefined ? asked * 1000 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
};

/**
 * Long polling for one bot. Updates are confirmed when they have been dealt with: those that a crash has interrupted
 * come again.
 */
export const startPolling = (account: Account, { api: options, dispatch, log, onRevoked }: Deps): Poller => {
  const api = new Api(account.token, { ...options, timeoutSeconds: POLL_SECONDS + 10 });
  const stopping = new AbortController();
  let offset = 0;

  const round = async (): Promise<void> => {
    // grammY names the signal of another runtime's library; the one of Node fits.
    const signal = stopping.signal as Parameters<typeof api.getUpdates>[1];
    const updates = await api.getUpdates({ offset, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES }, signal);
    await Promise.all(updates.map((update) => dispatch(account, update)));
    offset = updates.reduce((next, { update_id }) => Math.max(next, update_id + 1), offset);
  };

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });

  /** Whether to go on. */
  const recover = async (error: unknown, failures: number): Promise<boolean> => {
    if (stopping.signal.aborted) return false;
    // 401: the token was taken back; 404: there never was one like it.
    if (error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)) {
      onRevoked(account);
      return false;
    }
    log.warn({ event: 'polling_failed', bot_id: account.bot_info.id, reason: (error as Error).message });
    await pause(pauseAfter(error, failures));
    return true;
  };

  const run = async (): Promise<void> => {
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
    // The next process must not be given again what has been dealt with.
    if (offset > 0 && going) await api.getUpdates({ offset, timeout: 0, limit: 1 }).catch(() => undefined);
  };

  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
