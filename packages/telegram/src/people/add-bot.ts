import { fullBucket } from '../core/limits.ts';
import type { TgUser } from '../core/telegram-types.ts';
import { type Bot, botRate, changed, emit, type World } from '../core/world.ts';
import type { BotView } from '../people-protocol.ts';
import { Refusal } from './refusal.ts';
import { botView } from './views.ts';

export type NewBot = {
  readonly token: string;
  readonly username: string;
  readonly first_name: string;
  /** Its name in further languages, as setMyName gives it. */
  readonly names?: Readonly<Record<string, string>>;
};

const TOKEN = /^([1-9]\d{0,14}):[A-Za-z0-9_-]{1,64}$/;
const USERNAME = /^[A-Za-z][A-Za-z0-9_]{3,31}$/;

/** A bot with nothing but its name; ids of messages and updates begin as given. */
export const emptyBot = (world: World, given: NewBot, id: number): Bot => {
  const user: TgUser = { id, is_bot: true, first_name: given.first_name, username: given.username };
  return {
    id,
    token: given.token,
    first_name: given.first_name,
    username: given.username,
    user,
    chats: new Map(),
    pending: new Map(),
    callbacks: new Map(),
    files: new Map(),
    checkouts: new Map(),
    payments: new Map(),
    commands: new Map(),
    texts: new Map(Object.entries(given.names ?? {}).map(([language, name]) => [`name|${language}`, name])),
    menu_buttons: new Map(),
    bucket: fullBucket(botRate(world.limits), world.clock.now()),
    allowed_updates: undefined,
    webhook: undefined,
    receiver: undefined,
    next_message_id: 1,
    // Telegram begins anywhere; a large number shows bots that take it for an index.
    next_update_id: 100_000_000 + (id % 1000) * 1_000_000,
    next_webhook_at: 0,
    blocked_until: 0,
    logged_out_until: 0,
  };
};

/** Adds a bot; its id is the number before the colon of the token. Throws Refusal on a bad or taken token or name. */
export const addBot = (world: World, given: NewBot): BotView => {
  const id = Number(TOKEN.exec(given.token)?.[1]);
  if (Number.isNaN(id)) throw new Refusal('token must look like "123456:letters", as BotFather gives them');
  if (!USERNAME.test(given.username)) throw new Refusal('username must have 4–32 letters, digits or underscores');
  if (world.bots.has(id) || world.people.has(id)) throw new Refusal(`token: the id ${id} is taken`);
  const bot = emptyBot(world, given, id);
  world.bots.set(id, bot);
  world.bots_by_token.set(given.token, bot);
  emit(world, () => ({ type: 'bot', bot: botView(bot) }));
  changed(world);
  return botView(bot);
};

/** Makes a token invalid (401 from now on); with `replacement` the bot lives on under the new one. */
export const revokeToken = (world: World, token: string, replacement?: string): void => {
  const bot = world.bots_by_token.get(token);
  if (!bot) throw new Refusal('token: there is no bot with this token', 404);
  world.bots_by_token.delete(token);
  if (replacement !== undefined) {
    if (Number(TOKEN.exec(replacement)?.[1]) !== bot.id) throw new Refusal(`replacement must begin with "${bot.id}:"`);
    bot.token = replacement;
    world.bots_by_token.set(replacement, bot);
  }
  changed(world);
};
