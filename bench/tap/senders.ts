import { Pool } from 'undici';
import type { Send } from '../lib/load.ts';
import type { PreparedTaps } from './protocol.ts';

type Target = { readonly url: string; readonly secret?: string | undefined; readonly connections: number };

/** Posts updates as Telegram does; ends with the 200 that comes after the handling, rejects with anything else. */
const createPost = ({ url, secret, connections }: Target): ((body: string) => Promise<void>) => {
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
  };
};

/** Sends the prepared taps of each person, one after the other. */
export const tapSender = (target: Target, { templates, taps }: PreparedTaps): Send => {
  const post = createPost(target);
  const next = taps.map(() => 0);
  return async (sender) => {
    const at = next[sender] ?? 0;
    next[sender] = at + 1;
    const tap = taps[sender]?.[at];
    const template = templates[tap?.[2] ?? -1];
    if (tap === undefined || template === undefined) throw new Error('the prepared taps have run out');
    await post(`${template[0]}${tap[0]}${template[1]}"${tap[1]}"${template[2]}`);
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
