import { createHmac } from 'node:crypto';
import type { Bot, Chat, World } from '../core/world.ts';

/** Telegram escapes strokes in the JSON of the user. */
const jsonOf = (user: object): string => JSON.stringify(user).replaceAll('/', '\\/');

/**
 * What Telegram hands to a Mini App of this bot (`Telegram.WebApp.initData`) when the person opens it now:
 * https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
 */
export const initDataOf = ({ world, bot, chat }: { world: World; bot: Bot; chat: Chat }): string => {
  const { id, first_name, last_name = '', username, language_code } = chat.person;
  const fields = new URLSearchParams({
    user: jsonOf({ id, first_name, last_name, username, language_code, allows_write_to_pm: true }),
    chat_instance: String(bot.id * 1000 + id),
    chat_type: 'private',
    auth_date: String(Math.floor(world.clock.now() / 1000)),
  });
  fields.sort();
  const secret = createHmac('sha256', 'WebAppData').update(bot.token).digest();
  const signed = [...fields].map(([name, value]) => `${name}=${value}`).join('\n');
  fields.append('hash', createHmac('sha256', secret).update(signed).digest('hex'));
  return fields.toString();
};
