import { badRequest } from '../core/api-error.ts';
import { isRecord, jsonParam, type Params, stringParam } from '../core/params.ts';
import { findChat } from '../core/sending.ts';
import type { BotCommand, MenuButton } from '../core/telegram-types.ts';
import { type Bot, emit, type World } from '../core/world.ts';
import { botView } from '../people/views.ts';
import { isLongerThan } from '../text/format.ts';
import { checkLink } from '../text/links.ts';
import type { Call, Method } from './method.ts';

const MAX_COMMANDS = 100;
const MAX_COMMAND_DESCRIPTION = 256;
const COMMAND = /^[a-z0-9_]{1,32}$/;
const LANGUAGE = /^([a-z]{2})?$/;

/** getMe: who the bot is. */
export const getMe: Method = ({ bot }) => ({
  ...bot.user,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_guest_queries: false,
  supports_join_request_queries: false,
});

const readLanguage = (params: Params): string => {
  const language = stringParam(params, 'language_code').toLowerCase();
  if (!LANGUAGE.test(language)) throw badRequest('language code must be a two-letter ISO 639-1 language code');
  return language;
};

const readScope = (params: Params): string => {
  const scope = jsonParam(params, 'scope', "can't parse BotCommandScope JSON object");
  if (scope === undefined) return 'default';
  if (!isRecord(scope)) throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object");
  const { type, chat_id } = scope;
  if (type === 'default' || type === 'all_private_chats') return type;
  if (type === 'all_group_chats' || type === 'all_chat_administrators') return type;
  if (type !== 'chat') throw badRequest("can't parse BotCommandScope: unsupported type specified");
  return `chat:${String(chat_id)}`;
};

const commandsKey = (params: Params): string => `${readScope(params)}|${readLanguage(params)}`;

const readCommand = (value: unknown): BotCommand => {
  if (!isRecord(value)) throw badRequest("can't parse BotCommand: expected an Object");
  const { command, description } = value;
  if (typeof command !== 'string') throw badRequest('can\'t parse BotCommand: Can\'t find field "command"');
  if (typeof description !== 'string') throw badRequest('can\'t parse BotCommand: Can\'t find field "description"');
  const name = command.replace(/^\//, '').toLowerCase();
  if (!COMMAND.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  if (description.trim() === '' || isLongerThan(description, MAX_COMMAND_DESCRIPTION)) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  return { command: name, description };
};

const showBot = (world: World, bot: Bot): true => {
  emit(world, () => ({ type: 'bot', bot: botView(bot) }));
  return true;
};

export const setMyCommands: Method = ({ world, bot, params }) => {
  const value = jsonParam(params, 'commands', "can't parse commands JSON object") ?? [];
  if (!Array.isArray(value)) throw badRequest('expected an Array of BotCommand');
  if (value.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands = value.map(readCommand);
  const key = commandsKey(params);
  if (commands.length === 0) bot.commands.delete(key);
  else bot.commands.set(key, commands);
  return showBot(world, bot);
};

export const getMyCommands: Method = ({ bot, params }) => bot.commands.get(commandsKey(params)) ?? [];

export const deleteMyCommands: Method = ({ world, bot, params }) => {
  bot.commands.delete(commandsKey(params));
  return showBot(world, bot);
};

type BotText = {
  readonly kind: string;
  readonly field: string;
  readonly limit: number;
  readonly fallback: (bot: Bot) => string;
};

const NAME: BotText = { kind: 'name', field: 'name', limit: 64, fallback: (bot) => bot.first_name };
const DESCRIPTION: BotText = { kind: 'description', field: 'description', limit: 512, fallback: () => '' };
const SHORT: BotText = { kind: 'short_description', field: 'short_description', limit: 120, fallback: () => '' };

const setText =
  (text: BotText): Method =>
  ({ world, bot, params }: Call) => {
    const value = stringParam(params, text.field);
    if (isLongerThan(value, text.limit)) throw badRequest(`bot ${text.field.replace('_', ' ')} is too long`);
    const key = `${text.kind}|${readLanguage(params)}`;
    if (value === '') bot.texts.delete(key);
    else bot.texts.set(key, value);
    return showBot(world, bot);
  };

const getText =
  (text: BotText): Method =>
  ({ bot, params }: Call) => ({
    [text.field]:
      bot.texts.get(`${text.kind}|${readLanguage(params)}`) ?? bot.texts.get(`${text.kind}|`) ?? text.fallback(bot),
  });

export const setMyName = setText(NAME);
export const getMyName = getText(NAME);
export const setMyDescription = setText(DESCRIPTION);
export const getMyDescription = getText(DESCRIPTION);
export const setMyShortDescription = setText(SHORT);
export const getMyShortDescription = getText(SHORT);

const readMenuButton = (params: Params): MenuButton => {
  const value = jsonParam(params, 'menu_button', "can't parse menu button JSON object");
  if (value === undefined) return { type: 'default' };
  if (!isRecord(value)) throw badRequest("can't parse menu button: MenuButton must be an Object");
  const { type, text, web_app } = value;
  if (type === 'default' || type === 'commands') return { type };
  if (type !== 'web_app') throw badRequest("can't parse menu button: MenuButton has unsupported type");
  const url = isRecord(web_app) ? web_app['url'] : undefined;
  if (typeof text !== 'string' || typeof url !== 'string') {
    throw badRequest('can\'t parse menu button: Can\'t find field "text" or "web_app"');
  }
  const link = checkLink(url, { https_only: true });
  if (!link.ok) throw badRequest(`menu button Web App URL '${url}' is invalid: ${link.why}`);
  return { type: 'web_app', text, web_app: { url } };
};

/** The menu button of one chat, or of all (key 0) when `chat_id` is not given. */
const menuKey = ({ world, bot, params }: Call): number =>
  stringParam(params, 'chat_id') === '' ? 0 : (findChat(world, bot, params)?.person.id ?? Number(params['chat_id']));

export const setChatMenuButton: Method = (call) => {
  const button = readMenuButton(call.params);
  call.bot.menu_buttons.set(menuKey(call), button);
  return true;
};

export const getChatMenuButton: Method = (call) => {
  const { menu_buttons } = call.bot;
  return menu_buttons.get(menuKey(call)) ?? menu_buttons.get(0) ?? { type: 'commands' };
};

/** getChat: a private chat in full. */
export const getChat: Method = ({ world, bot, params }) => {
  const chat = findChat(world, bot, params);
  if (!chat) throw badRequest('chat not found');
  const { username } = chat.tg;
  return {
    ...chat.tg,
    can_send_gift: true,
    ...(username === undefined ? {} : { active_usernames: [username] }),
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
    max_reaction_count: 11,
    accent_color_id: chat.person.id % 7,
  };
};
