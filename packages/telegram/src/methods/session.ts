import { badRequest } from '../core/api-error.ts';
import type { Method } from './method.ts';

const LOGGED_OUT_MS = 10 * 60 * 1000;

/** logOut: for ten minutes this server refuses the bot. */
export const logOut: Method = ({ world, bot }) => {
  if (bot.webhook) throw badRequest('need to delete webhook first');
  bot.logged_out_until = world.clock.now() + LOGGED_OUT_MS;
  return true;
};

/** close: the bot may move to another server; the webhook must be deleted before. */
export const close: Method = ({ bot }) => {
  if (bot.webhook) throw badRequest('need to delete webhook first');
  return true;
};
