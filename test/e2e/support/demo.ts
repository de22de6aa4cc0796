import path from 'node:path';
import type { ChatView, MessageView } from '@okno/telegram';
import { startEmbeddedPostgres } from '../../../apps/server/src/embedded/index.ts';
import { readPostmasterFile } from '../../../apps/server/src/embedded/postmaster-file.ts';
import { type Place, until } from './at-end.ts';
import { askIn, type Rows } from './database.ts';

/** The bot of the demo. */
export const DEMO_BOT_ID = 7_000_001;

const folderOf = (data_dir: string): string => path.join(data_dir, 'postgres');

/** The process number of the embedded PostgreSQL that runs on this data; 0 when none does. */
export const postgresPid = (data_dir: string): number => readPostmasterFile(folderOf(data_dir))?.pid ?? 0;

/** Asks the database of a running demo. */
export const askDemo = async (t: Place, data_dir: string): Promise<Rows> => {
  const { connection, attached } = await startEmbeddedPostgres({ dataDir: folderOf(data_dir) });
  if (!attached) throw new Error('the demo does not run');
  return askIn(t, connection);
};

export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // there is no such process any more
  }
};

/** Somebody before the demo's bot, through the people API of a running server. */
export type RemotePerson = {
  readonly type: (text: string) => Promise<void>;
  readonly chat: () => Promise<ChatView>;
  /** The newest of the bot's messages that says this. */
  readonly sees: (text: string) => Promise<MessageView>;
  /** Taps the newest button that says this, and waits for the bot to say that. */
  readonly press: (button: RegExp, text: string) => Promise<MessageView>;
};

const send = async <T>(url: string, body?: object): Promise<T> => {
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

/** Moves the clock of a running demo forward. */
export const advanceDemo = (server_url: string, advance_ms: number): Promise<{ now: number }> =>
  send(`${server_url}/telegram/people/clock`, { advance_ms });

export const remotePerson = (server_url: string, person_id: number): RemotePerson => {
  const root = `${server_url}/telegram/people/chats/${DEMO_BOT_ID}/${person_id}`;
  const chat = () => send<ChatView>(root);
  const sees = (text: string) =>
    until(`the bot says "${text}"`, async () =>
      (await chat()).messages.findLast((one) => one.from === 'bot' && one.text.includes(text)),
    );
  return {
    chat,
    sees,
    type: async (text) => {
      await send(`${root}/text`, { text });
    },
    press: async (button, text) => {
      const { messages } = await chat();
      const on = messages.findLast((one) => one.inline_keyboard?.flat().some((key) => button.test(key.text)));
      const data = on?.inline_keyboard?.flat().find((key) => button.test(key.text))?.callback_data;
      if (on === undefined || data === undefined) throw new Error(`no button says ${button}`);
      await send(`${root}/tap`, { message_id: on.message_id, data });
      return sees(text);
    },
  };
};
