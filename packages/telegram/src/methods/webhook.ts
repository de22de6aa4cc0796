import { badRequest, tooManyRequests } from '../core/api-error.ts';
import { booleanParam, integerParam, jsonParam, type Params, stringParam } from '../core/params.ts';
import type { Bot, WebhookSettings, World } from '../core/world.ts';
import { connectWebhook } from '../delivery/connect.ts';
import { abortLongPoll } from '../delivery/long-poll.ts';
import { dropExpired, setAllowedUpdates } from '../delivery/updates.ts';
import { type Call, Described, type Method } from './method.ts';

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
const MAX_LOCAL_CONNECTIONS = 100_000;
const MAX_SECRET = 256;
const SECRET = /^[A-Za-z0-9_-]*$/;
const PORTS = new Set(['', '443', '80', '88', '8443']);
const SECOND_MS = 1000;

const bad = (why: string): Error => badRequest(`bad webhook: ${why}`);

/** A public server takes only https on four ports; one's own takes anything. */
const readAddress = (world: World, address: string): string => {
  const text = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') throw badRequest('invalid webhook URL specified');
  if (world.local) return text;
  if (url.protocol !== 'https:') throw bad('An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port)) throw bad('Webhook can be set up only on ports 80, 88, 443 or 8443');
  return text;
};

const readSettings = (world: World, params: Params): WebhookSettings => {
  const url = readAddress(world, stringParam(params, 'url'));
  const secret = stringParam(params, 'secret_token');
  if (secret.length > MAX_SECRET) throw badRequest('secret token is too long');
  if (!SECRET.test(secret)) throw badRequest('secret token contains unallowed characters');
  const max = world.local ? MAX_LOCAL_CONNECTIONS : MAX_CONNECTIONS;
  return {
    url,
    secret_token: secret,
    max_connections: integerParam(params, 'max_connections', { min: 1, max, fallback: DEFAULT_CONNECTIONS }),
    ip_address: stringParam(params, 'ip_address'),
  };
};

/** Once a second per bot; this 429 concerns setWebhook alone. */
const checkRate = (world: World, bot: Bot): void => {
  const now = world.clock.now();
  if (now < bot.next_webhook_at) throw tooManyRequests(1);
  bot.next_webhook_at = now + SECOND_MS;
};

const isSame = (a: WebhookSettings, b: WebhookSettings): boolean =>
  a.url === b.url &&
  a.secret_token === b.secret_token &&
  a.max_connections === b.max_connections &&
  a.ip_address === b.ip_address;

const disconnect = (bot: Bot): void => {
  bot.webhook = undefined;
  const { receiver } = bot;
  bot.receiver = undefined;
  receiver?.stop();
};

const allowed = (params: Params): unknown =>
  jsonParam(params, 'allowed_updates', "can't parse allowed_updates JSON object");

/** deleteWebhook (and setWebhook without an address): updates are kept unless they are to be dropped. */
export const deleteWebhook: Method = ({ bot, params }) => {
  if (booleanParam(params, 'drop_pending_updates')) bot.pending.clear();
  if (!bot.webhook) return new Described(true, 'Webhook is already deleted');
  disconnect(bot);
  return new Described(true, 'Webhook was deleted');
};

/** setWebhook: checks the address, the secret and the rate; what waits is delivered at once. */
export const setWebhook: Method = (call: Call) => {
  const { world, bot, params } = call;
  if (stringParam(params, 'url') === '') return deleteWebhook(call);
  checkRate(world, bot);
  const settings = readSettings(world, params);
  const drop = booleanParam(params, 'drop_pending_updates');
  setAllowedUpdates(bot, allowed(params));
  if (bot.webhook && isSame(bot.webhook, settings) && !drop) return new Described(true, 'Webhook is already set');
  abortLongPoll(bot, 'terminated by setWebhook request');
  disconnect(bot);
  if (drop) bot.pending.clear();
  bot.webhook = settings;
  connectWebhook(world, bot, settings);
  return new Described(true, 'Webhook was set');
};

/** getWebhookInfo: the address is empty while the bot polls. */
export const getWebhookInfo: Method = ({ world, bot }) => {
  dropExpired(world, bot);
  const { webhook, allowed_updates } = bot;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.pending.size,
    ...(webhook?.last_error_date === undefined ? {} : { last_error_date: webhook.last_error_date }),
    ...(webhook?.last_error_message === undefined ? {} : { last_error_message: webhook.last_error_message }),
    ...(webhook ? { max_connections: webhook.max_connections, ip_address: webhook.ip_address || '<unknown>' } : {}),
    ...(allowed_updates ? { allowed_updates } : {}),
  };
};
