import { createHash } from 'node:crypto';
import type { BotIdentity, Operator } from '@okno/backend';
import { commandsOf } from '@okno/bot';
import type { Texts } from '@okno/contract';
import { Api, type ApiClientOptions, GrammyError } from 'grammy';
import { WEBHOOK_PATH } from '../http/webhook.ts';
import { OperatorError } from '../problem.ts';
import type { Account } from './accounts.ts';

/** The kinds of updates the bots answer to. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;

/** How many updates Telegram may bring at once, per bot. */
const MAX_CONNECTIONS = 40;

/** 401: the token was taken back; 404: there never was one like it. */
export const isRevoked = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);

/** What Telegram asks us to wait for after this failure, in milliseconds. */
export const askedPause = (error: unknown): number | undefined => {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
};

/**
 * Asks Telegram who this token belongs to.
 * @throws OperatorError when Telegram does not know the token, or cannot be reached.
 */
export const identifyToken = async (token: string, options: ApiClientOptions): Promise<BotIdentity> => {
  try {
    const me = await new Api(token, options).getMe();
    return { bot_id: me.id, username: me.username, name: me.first_name, token };
  } catch (error) {
    if (isRevoked(error))
      throw new OperatorError('Telegram does not know TELEGRAM_BOT_TOKEN: copy it again from @BotFather.');
    throw new OperatorError(
      'Telegram cannot be reached: check the network, or set TELEGRAM_API_ROOT to a proxy or a Bot API server of your own.',
      { cause: error },
    );
  }
};

type Commands = { readonly en: BotCommands; readonly ru: BotCommands };
type BotCommands = ReturnType<typeof commandsOf>;

/** What Telegram is to be told of all bots alike. */
export type Wanted = {
  readonly commands: Commands;
  /** Where updates go, without the bot at its end; null: nowhere, we ask for them. */
  readonly webhooks: string | null;
  /** Short for all of this. */
  readonly digest: string;
};

/** `public_url` null means long polling. */
export const wantedOf = (texts: Texts, public_url: string | null): Wanted => {
  const commands = { en: commandsOf('en', 'client', texts), ru: commandsOf('ru', 'client', texts) };
  const webhooks = public_url === null ? null : `${public_url}${WEBHOOK_PATH}/`;
  return { commands, webhooks, digest: digestOf(JSON.stringify([commands, webhooks, ALLOWED_UPDATES])) };
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Names what Telegram is to know of a bot; another name than `configured_as` says that it has to be told. */
export const fingerprintOf = ({ webhook_secret, bot_info }: Account, { digest, webhooks }: Wanted): string =>
  digestOf(webhooks === null ? digest : [digest, bot_info.id, webhook_secret].join(' '));

/** Tells Telegram where a bot's updates go and what its commands are, and remembers that it has been told. */
export const configureBot = async (
  account: Account,
  wanted: Wanted,
  deps: { api: ApiClientOptions; operator: Pick<Operator, 'noteConfigured'> },
): Promise<void> => {
  const { webhook_secret, bot_info } = account;
  const { commands, webhooks } = wanted;
  const api = new Api(account.token, deps.api);
  if (webhooks === null) await api.deleteWebhook();
  else
    await api.setWebhook(`${webhooks}${bot_info.id}`, {
      secret_token: webhook_secret,
      allowed_updates: ALLOWED_UPDATES,
      max_connections: MAX_CONNECTIONS,
    });
  await api.setMyCommands(commands.en);
  await api.setMyCommands(commands.ru, { language_code: 'ru' });
  await deps.operator.noteConfigured(account.tenant_id, bot_info.id, fingerprintOf(account, wanted));
};
