import { stringParam } from '../core/params.ts';
import type { Bot, WebhookSettings, World } from '../core/world.ts';
import { startWebhook } from './webhook.ts';

const NOT_AS_REPLY = new Set(['deletewebhook', 'setwebhook', 'close', 'logout']);

/** Methods that return something make no sense as a reply, and the webhook's own are forbidden. */
const isReplyable = (method: string): boolean =>
  method !== '' && !NOT_AS_REPLY.has(method) && !method.startsWith('get');

/** Starts delivering a bot's updates to its webhook; what the webhook answers may be a call itself. */
export const connectWebhook = (world: World, bot: Bot, settings: WebhookSettings): void => {
  bot.receiver = startWebhook(world, bot, settings, (reply) => {
    const method = stringParam(reply.params, 'method').toLowerCase();
    if (isReplyable(method)) world.run_reply(bot, method, reply);
  });
};
