import { AppError } from '@okno/contract';
import type { Logger } from '../log.ts';
import { type Accounts, type OnRevoked, tokenDigest } from '../telegram/accounts.ts';
import { pause } from '../telegram/pause.ts';
import type { FarBackend } from './backend.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly backend: Pick<FarBackend, 'tellOfBot'>;
  /** Listens to this bot no more, and fetches nothing for it. */
  readonly leave: (bot_id: number) => Promise<unknown>;
  readonly log: Logger;
  /** The pause before the backend is told again; each further one is twice as long. */
  readonly first_again_ms?: number;
};

const FIRST_AGAIN_MS = 1_000;
const LONGEST_AGAIN_MS = 60_000;

/** Another try may be heard. */
const isAway = (error: AppError): boolean => error.status >= 500 || error.code === 'too_many_requests';

/**
 * What happens to a far bot whose token Telegram no longer knows: it is left alone until the backend names it with another
 * one, and the backend is told until it has heard it.
 */
export const createFarRevoked = (deps: Deps): { onRevoked: OnRevoked; stop(): Promise<void> } => {
  const { accounts, backend, leave, log, first_again_ms = FIRST_AGAIN_MS } = deps;
  const stopping = new AbortController();
  /** By the token, because a bot may lose another one before the backend has heard of the first. */
  const going = new Map<string, Promise<void>>();

  const isHeard = async (bot_id: number, token_digest: string): Promise<boolean> => {
    try {
      await backend.tellOfBot(bot_id, { revoked: true, token_digest });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (isAway(error)) return false;
      // Somebody else has told it, or the bot is no longer ours to speak of.
      log.warn({ event: 'bot_news_refused', bot_id, reason: error.code });
    }
    return true;
  };

  const tell = async (bot_id: number, token_digest: string): Promise<void> => {
    for (let ms = first_again_ms; !(await isHeard(bot_id, token_digest)); ms = Math.min(LONGEST_AGAIN_MS, ms * 2)) {
      await pause(ms, stopping.signal);
      if (!stopping.signal.aborted) continue;
      // The next process finds out for itself, when it asks Telegram.
      log.warn({ event: 'bot_news_lost', bot_id });
      return;
    }
  };

  return {
    onRevoked: ({ bot_info, token }) => {
      const { id: bot_id } = bot_info;
      // Asked with a token of before, it says nothing of the bot.
      if (accounts.find(bot_id)?.token !== token) return;
      accounts.remove(bot_id);
      log.error({ event: 'bot_revoked', bot_id }, 'Telegram no longer knows the token of this bot');
      const onFault = (error: unknown) => log.error({ event: 'fault', bot_id, err: error });
      // Not waited for: what is being left may be what has found it out.
      leave(bot_id).catch(onFault);
      const token_digest = tokenDigest(token);
      if (going.has(token_digest)) return;
      const work = tell(bot_id, token_digest)
        .catch(onFault)
        .finally(() => going.delete(token_digest));
      going.set(token_digest, work);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(going.values());
    },
  };
};
