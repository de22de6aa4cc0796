import { createHash } from 'node:crypto';
import type { BotAccess, Operator, Secrets } from '@okno/backend';
import type { BotAccount } from '@okno/bot';
import type { Logger } from '../log.ts';
import { OperatorError } from '../problem.ts';

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
  /** A bot this process has learned of. */
  add(account: Account): void;
  remove(bot_id: number): void;
};

/** A bot whose token we can read. */
type OpenBot = Omit<BotAccess, 'kind'> & { readonly token: string };

const isOpen = (bot: BotAccess): bot is BotAccess & OpenBot => bot.token !== null;

/**
 * The accounts of all bots.
 * @param key_file where the key would be that is not in the settings
 * @throws OperatorError that names the bots whose tokens were sealed with a key we do not have.
 */
export const toAccounts = (bots: readonly BotAccess[], secrets: Secrets, key_file: string): Account[] => {
  const sealed = bots.filter((bot) => !isOpen(bot)).map(({ username }) => `@${username}`);
  if (sealed.length > 0)
    throw new OperatorError(
      `The stored token of ${sealed.join(', ')} was sealed with another key: set ENCRYPTION_KEY to the key of before, or put ${key_file} back from a backup.`,
    );
  return toOpenAccounts(bots, secrets, () => {});
};

/** The accounts of those bots whose tokens we can open; `onSealed` hears of the others. */
export const toOpenAccounts = (
  bots: readonly BotAccess[],
  secrets: Secrets,
  onSealed: (bot: BotAccess) => void,
): Account[] => {
  for (const bot of bots) if (!isOpen(bot)) onSealed(bot);
  return bots.filter(isOpen).map((bot) => toAccount(bot, secrets.derive));
};

/**
 * What getMe would say, out of our own database: asking Telegram for every bot at every start is not allowed.
 * @param derive makes a text that only the holder of a key can make, the same each time
 */
export const toAccount = (bot: OpenBot, derive: (purpose: string) => string): Account => ({
  tenant_id: bot.tenant_id,
  token: bot.token,
  configured_as: bot.configured_as,
  // Made of the token, so that it changes with it and needs no storage.
  webhook_secret: derive(`webhook:${bot.token}`),
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

/** @param onRemoved hears of a bot that this process no longer answers for */
export const createAccounts = (list: readonly Account[], onRemoved: (bot_id: number) => void = () => {}): Accounts => {
  const accounts = new Map(list.map((account) => [account.bot_info.id, account]));
  return {
    find: (bot_id) => accounts.get(bot_id),
    all: () => [...accounts.values()],
    add: (account) => {
      accounts.set(account.bot_info.id, account);
    },
    remove: (bot_id) => {
      accounts.delete(bot_id);
      onRemoved(bot_id);
    },
  };
};

/** However many notices there are for unknown bots, the database is asked for new bots at most this often. */
const RELOAD_MS = 10_000;

/**
 * Finds a bot, also one that was made after this process had started.
 * @param now milliseconds of any clock that only goes forward
 */
export const createAccountFinder = (deps: {
  accounts: Accounts;
  operator: Pick<Operator, 'listBots'>;
  secrets: Secrets;
  now: () => number;
}): ((bot_id: number) => Promise<Account | undefined>) => {
  const { accounts, operator, secrets, now } = deps;
  let loaded = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> = Promise.resolve();
  const load = async () => {
    for (const bot of (await operator.listBots()).filter(isOpen))
      if (accounts.find(bot.bot_id) === undefined) accounts.add(toAccount(bot, secrets.derive));
  };
  return async (bot_id) => {
    const known = accounts.find(bot_id);
    if (known !== undefined) return known;
    if (now() - loaded >= RELOAD_MS) {
      loaded = now();
      loading = load();
    }
    await loading;
    return accounts.find(bot_id);
  };
};

/** Names a token without revealing it, where two who know it have to agree which one they mean. */
export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * What happens when Telegram no longer knows the token of a bot: it is left alone until it is given a new one. What was
 * asked with a token of before may end after that, and says nothing of the bot.
 */
export type OnRevoked = (account: Account) => void;

export const createOnRevoked =
  (deps: { accounts: Accounts; operator: Pick<Operator, 'revokeToken'>; log: Logger }): OnRevoked =>
  ({ tenant_id, bot_info, token }) => {
    const { accounts, operator, log } = deps;
    if (accounts.find(bot_info.id)?.token !== token) return;
    accounts.remove(bot_info.id);
    log.error({ event: 'bot_revoked', bot_id: bot_info.id }, 'Telegram no longer knows the token of this bot');
    operator
      .revokeToken(tenant_id, bot_info.id, (stored) => stored === token)
      .catch((error: unknown) => log.error({ event: 'fault', err: error }));
  };
