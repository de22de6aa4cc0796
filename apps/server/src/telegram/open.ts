import type { Operator } from '@okno/backend';
import type { Texts } from '@okno/contract';
import type { Logger } from '../log.ts';
import type { Account, Accounts, OnRevoked } from './accounts.ts';
import type { Dispatch } from './dispatch.ts';
import type { BotApi } from './fetch.ts';
import { pause } from './pause.ts';
import { type Poller, startPolling } from './poll.ts';
import { askedPause, configureBot, isRevoked } from './setup.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly api: BotApi;
  readonly dispatch: Dispatch;
  readonly operator: Pick<Operator, 'noteConfigured'>;
  readonly texts: Texts;
  readonly log: Logger;
  readonly onRevoked: OnRevoked;
  /** Where Telegram reaches us; null: it does not, and we ask it. */
  readonly public_url: string | null;
  /** Tell Telegram everything anew, even what it should know. */
  readonly always: boolean;
  /** The pause after the first failure to tell Telegram; each further one is twice as long. */
  readonly first_pause_ms?: number;
};

/** What goes on in the background until it is stopped. */
type Running = Pick<Poller, 'stop'>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Tells Telegram where the updates of our bots go, or asks it for them. */
export const openBots = async (deps: Deps): Promise<Running[]> => {
  const { accounts, api, dispatch, log, onRevoked } = deps;
  const running: Running[] = [];
  for (const account of accounts.all()) {
    const told = await tell(deps, account);
    if (told.how === 'revoked') continue;
    if (told.how === 'failed') running.push(keepTelling(deps, account, told.pause_ms));
    if (deps.public_url === null) running.push(startPolling(account, { api: api.options, dispatch, log, onRevoked }));
  }
  return running;
};

type Told =
  | { readonly how: 'done' | 'revoked' }
  /** `pause_ms`: what Telegram asks for. */
  | { readonly how: 'failed'; readonly pause_ms: number | undefined };

const tell = async (deps: Deps, account: Account): Promise<Told> => {
  try {
    await configureBot(account, { ...deps, api: deps.api.options });
    return { how: 'done' };
  } catch (error) {
    if (isRevoked(error)) {
      deps.onRevoked(account);
      return { how: 'revoked' };
    }
    deps.log.warn({ event: 'bot_not_configured', bot_id: account.bot_info.id, reason: (error as Error).message });
    return { how: 'failed', pause_ms: askedPause(error) };
  }
};

/** A bot of which Telegram has not been told is deaf, so it is tried again, ever more seldom. */
const keepTelling = (deps: Deps, account: Account, asked_ms: number | undefined): Running => {
  const stopping = new AbortController();
  const isServed = () => deps.accounts.find(account.bot_info.id) === account;
  const run = async () => {
    let asked = asked_ms;
    for (let ms = deps.first_pause_ms ?? FIRST_PAUSE_MS; ; ms = Math.min(LONGEST_PAUSE_MS, ms * 2)) {
      await pause(asked ?? ms, stopping.signal);
      if (stopping.signal.aborted || !isServed()) return;
      const told = await tell(deps, account);
      if (told.how !== 'failed') return;
      asked = told.pause_ms;
    }
  };
  const done = run();
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
};
