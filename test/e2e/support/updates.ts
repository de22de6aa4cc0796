import { BOT, botId, type Studio } from './studio.ts';

type Person = { readonly id: number; readonly first_name: string; readonly language_code: string };

let next = 900_000_000;

/** An update id that nobody has used. */
const nextId = (): number => {
  next += 1;
  return next;
};

const chatOf = ({ id, first_name }: Person) => ({ id, first_name, type: 'private' });
const userOf = (person: Person) => ({ ...person, is_bot: false });

/** A message as Telegram would bring it; `content` is its text, photo, sticker … */
export const messageUpdate = (
  person: Person,
  content: { readonly text?: string; readonly [kind: string]: unknown },
) => {
  const command = /^\/\w+/.exec(content.text ?? '')?.[0];
  const entities =
    command === undefined ? {} : { entities: [{ type: 'bot_command', offset: 0, length: command.length }] };
  const message = { message_id: nextId(), date: 1_800_000_000, from: userOf(person), chat: chatOf(person) };
  return { update_id: nextId(), message: { ...message, ...content, ...entities } };
};

/** A tap on a button that need not exist. */
export const tapUpdate = (person: Person, message_id: number, data: string) => ({
  update_id: nextId(),
  callback_query: {
    id: String(nextId()),
    from: userOf(person),
    chat_instance: '1',
    data,
    message: { message_id, date: 1_800_000_000, chat: chatOf(person), text: 'any' },
  },
});

type Post = {
  readonly bot?: { readonly token: string };
  /** Left out: the right one; null: none at all. */
  readonly secret?: string | null;
};

/** The secret that the bot's webhook was set with. */
export const secretOf = ({ emulator }: Studio, bot: { readonly token: string } = BOT): string => {
  const known = emulator.snapshot().bots.find(({ token }) => token === bot.token);
  return known?.webhook?.secret_token ?? '';
};

/** Makes the call that may have come as the answer to an update, as Telegram does. */
const makeCall = async ({ config }: Studio, bot: { readonly token: string }, answer: string): Promise<void> => {
  const { method } = JSON.parse(answer) as { method?: string };
  if (method === undefined) return;
  const headers = { 'content-type': 'application/json' };
  const url = `${config.TELEGRAM_API_ROOT}/bot${bot.token}/${method}`;
  await (await fetch(url, { method: 'POST', headers, body: answer })).arrayBuffer();
};

/** Brings an update to a bot's webhook as Telegram does; gives the status of the answer. */
export const post = async (studio: Studio, update: unknown, options: Post = {}): Promise<number> => {
  const { bot = BOT, secret = secretOf(studio, bot) } = options;
  const response = await fetch(`${studio.server.url}/tg/webhook/${botId(bot)}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }),
    },
    body: typeof update === 'string' ? update : JSON.stringify(update),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = await response.text();
  if (response.ok) await makeCall(studio, bot, answer);
  return response.status;
};
