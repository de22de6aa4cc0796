import type { Operator } from '@okno/backend';
import type { Texts } from '@okno/contract';
import type { Logger } from '../log.ts';
import type { Account, Accounts } from './accounts.ts';
import type { Dispatch } from './dispatch.ts';
import type { BotApi } from './fetch.ts';
import { type Poller, startPolling } from './poll.ts';
import { configureBot } from './setup.ts';

type Deps = {
  readonly accounts: Accounts;
  readonly api: BotApi;
  readonly dispatch: Dispatch;
  readonly operator: Operator;
  readonly texts: Texts;
  readonly log: Logger;
  /** Where Telegram reaches us; null: it does not, and we ask it. */
  readonly public_url: string | null;
  /** Tell Telegram everything anew, even what it should know. */
  readonly always: boolean;
};

/** Tells Telegram where the updates of our bots go, or asks it for them. */
export const openBots = async (deps: Deps): Promise<Poller[]> => {
  const { accounts, api, log } = deps;
  const onRevoked = (account: Account): void => {
    const { tenant_id, bot_info } = account;
    accounts.remove(bot_info.id);
    log.error({ event: 'bot_revoked', bot_id: bot_info.id }, 'Telegram no longer knows the token of this bot');
    deps.operator
      .revokeBot(tenant_id, bot_info.id)
      .catch((error: unknown) => log.error({ event: 'fault', err: error }));
  };
  const pollers: Poller[] = [];
  for (const account of accounts.all()) {
    try {
      await configureBot(account, { ...deps, api: api.options });
    } catch (error) {
      log.warn({ event: 'bot_not_configured', bot_id: account.bot_info.id, reason: (error as Error).message });
    }
    if (deps.public_url === null)
      pollers.push(startPolling(account, { api: api.options, dispatch: deps.dispatch, log, onRevoked }));
  }
  return pollers;
};
