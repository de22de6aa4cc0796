import { Pool } from 'undici';
import type { Send } from '../lib/load.ts';
import type { PreparedTaps } from './protocol.ts';

type Target = { readonly url: string; readonly secret?: string | undefined; readonly connections: number };

/** Posts updates as Telegram does; gives the body of the 200 that ends the handling, rejects with anything else. */
const createPost = ({ url, secret, connections }: Target): ((body: string) => Promise<string>) => {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections });
  const headers = {
    'content-type': 'application/json',
    ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
  };
  return async (body) => {
    const { statusCode, body: answer } = await pool.request({ path: pathname, method: 'POST', headers, body });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}: ${text}`);
    return text;
  };
};

/**
 * Sends the prepared taps of each person, one after the other. What the server answers goes to `onAnswer`: it may be a
 * call of the Bot API.
 */
export const tapSender = (
  target: Target,
  { templates, taps }: PreparedTaps,
  onAnswer: (answer: string) => void,
): Send => {
  const post = createPost(target);
  const next = taps.map(() => 0);
  return async (sender) => {
    const at = next[sender] ?? 0;
    next[sender] = at + 1;
    const tap = taps[sender]?.[at];
    const template = templates[tap?.[2] ?? -1];
    if (tap === undefined || template === undefined) throw new Error('the prepared taps have run out');
    onAnswer(await post(`${template[0]}${tap[0]}${template[1]}"${tap[1]}"${template[2]}`));
  };
};

/** Sends texts of each person to an echo. */
export const textSender = (target: Target, people: readonly number[]): Send => {
  const post = createPost(target);
  let update_id = 1;
  return async (sender) => {
    const id = people[sender] ?? 0;
    const user = { id, first_name: `Person ${sender + 1}`, language_code: 'en' };
    const message = {
      message_id: update_id,
      from: { ...user, is_bot: false },
      chat: { id, type: 'private', first_name: user.first_name },
      date: 1_800_000_000,
      text: `message ${update_id}`,
    };
    const body = JSON.stringify({ update_id, message });
    update_id += 1;
    await post(body);
  };
};

/** The calls that came as answers to posted updates, until Telegram, which here is the emulator, makes them. */
export const createAnswers = (api_root: string, token: string, connections: number) => {
  let waiting: string[] = [];
  const post = createPost({ url: `${api_root}/bot${token}/answerCallbackQuery`, connections });
  const one = async (answer: string): Promise<void> => {
    const { method } = JSON.parse(answer) as { method?: string };
    // Any other answer is none of a tap; that it is missing shows when the calls are counted.
    if (method === 'answerCallbackQuery') await post(answer);
  };
  return {
    note: (answer: string): void => {
      waiting.push(answer);
    },
    make: async (): Promise<void> => {
      const answers = waiting;
      waiting = [];
      const next = answers.values();
      const work = async () => {
        for (const answer of next) await one(answer);
      };
      await Promise.all(Array.from({ length: connections }, work));
    },
  };
};
