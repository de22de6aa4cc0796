import type { BotAccess, Secrets } from '@okno/backend';
import type { BotAccount } from '@okno/bot';

/** A bot this process answers for. */
export type Account = BotAccount & {
  readonly tenant_id: string;
  readonly webhook_secret: string;
  readonly configured_as: string | null;
};

/** The bots of this process, by id. */
export type Accounts = {
  find(bot_id: number): Account | undefined;
  all(): readonly Account[];
  remove(bot_id: number): void;
};

/** What getMe would say, out of our own database: asking Telegram for every bot at every start is not allowed. */
export const toAccount = (bot: BotAccess, secrets: Secrets): Account => ({
  tenant_id: bot.tenant_id,
  token: bot.token,
  configured_as: bot.configured_as,
  // Made of the token, so that it changes with it and needs no storage.
  webhook_secret: secrets.derive(`webhook:${bot.token}`),
  bot_info: {
    id: bot.bot_id,
    is_bot: true,
    first_name: bot.name,
    username: bot.username,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  } as BotAccount['bot_info'],
});

export const createAccounts = (list: readonly Account[]): Accounts => {
  const accounts = new Map(list.map((account) => [account.bot_info.id, account]));
  return {
    find: (bot_id) => accounts.get(bot_id),
    all: () => [...accounts.values()],
    remove: (bot_id) => {
      accounts.delete(bot_id);
    },
  };
};
