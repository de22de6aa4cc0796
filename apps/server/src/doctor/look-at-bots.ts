import { type Connection, createOperator, createPool, createSecrets } from '@okno/backend';
import { Api, type ApiClientOptions } from 'grammy';
import { type Config, isDemo } from '../config.ts';
import { WEBHOOK_PATH } from '../http/webhook.ts';
import { findKeys, keyFile } from '../keys.ts';
import { createBotApi } from '../telegram/fetch.ts';
import { identifyToken, isRevoked } from '../telegram/setup.ts';
import { check, type Finding, fine, wrong, wrongIf } from './finding.ts';

/** More are not asked: a look is no storm. */
const MOST_BOTS = 20;
/** So many updates that Telegram could not bring are more than a busy minute. */
const MOST_PENDING = 200;
const RECENT_S = 3_600;

/** What Telegram knows of a webhook. */
export type WebhookInfo = {
  readonly url?: string;
  readonly pending_update_count: number;
  readonly last_error_date?: number;
  readonly last_error_message?: string;
};

/**
 * Whether Telegram brings the updates of a bot where we want them.
 * @param wanted the address we have told it; null: we ask for updates
 * @param now seconds since 1970
 */
export const judgeWebhook = (info: WebhookInfo, wanted: string | null, now: number): string | null => {
  const { url = '', pending_update_count, last_error_date = 0, last_error_message = '' } = info;
  if (url !== (wanted ?? ''))
    return wanted === null
      ? `Telegram brings its updates to ${url}, and this program asks for them: stop the other one, or set PUBLIC_URL`
      : `Telegram brings its updates to ${url === '' ? 'nobody' : url}, and not to ${wanted}: start the program anew, which tells it`;
  if (wanted !== null && now - last_error_date < RECENT_S)
    return `Telegram could not bring an update within the last hour (${last_error_message}): is PUBLIC_URL reached from outside, with a certificate that is trusted?`;
  return pending_update_count > MOST_PENDING
    ? `${pending_update_count} updates wait at Telegram: does a process with the role bot run?`
    : null;
};

/** The token of the settings. */
export const lookAtTelegram = (config: Config): Promise<Finding> => {
  const token = config.TELEGRAM_BOT_TOKEN;
  if (token === undefined) return check('Telegram (the demo needs none)', () => null);
  return check('Telegram bot', () =>
    speaking(config, async (options) => {
      await identifyToken(token, options);
      return null;
    }),
  );
};

const speaking = async <T>(config: Config, work: (options: ApiClientOptions) => Promise<T>): Promise<T> => {
  const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
  try {
    return await work(options);
  } finally {
    await close();
  }
};

/** Every bot that is served: whether its token can be read, and its updates come. Nothing of it in the demo. */
export const lookAtBots = async (config: Config, connection: Connection): Promise<Finding[]> => {
  const [key, ...others] = await findKeys(config);
  if (isDemo(config) || key === undefined) return [];
  const pool = createPool({ connection, role: 'worker', max: 1, onError: () => {} });
  try {
    const inTenant = () => Promise.reject(new Error('whoever looks changes nothing'));
    const operator = createOperator({ inTenant, pool, workerPool: pool, secrets: createSecrets([key, ...others]) });
    const bots = await operator.listBots();
    return await speaking(config, (options) =>
      Promise.all(bots.slice(0, MOST_BOTS).map((bot) => lookAtBot(config, bot, options))),
    );
  } finally {
    await pool.end();
  }
};

type Bot = { readonly bot_id: number; readonly username: string; readonly token: string | null };

const lookAtBot = async (
  config: Config,
  { bot_id, username, token }: Bot,
  options: ApiClientOptions,
): Promise<Finding> => {
  const what = `updates of @${username}`;
  if (token === null)
    return wrong(
      what,
      `its token was sealed with another key: set ENCRYPTION_KEY to the key of before, or put ${keyFile(config)} back`,
    );
  const wanted = config.PUBLIC_URL === undefined ? null : `${config.PUBLIC_URL}${WEBHOOK_PATH}/${bot_id}`;
  try {
    const info = await new Api(token, options).getWebhookInfo();
    return wrongIf(what, judgeWebhook(info, wanted, Date.now() / 1000));
  } catch (error) {
    return isRevoked(error)
      ? wrong(what, 'Telegram no longer knows its token: give it a new one from @BotFather')
      : fine(`${what}: Telegram did not answer`);
  }
};
