import type { TestContext } from 'node:test';
import { createClock, createEmulator } from '@okno/telegram';
import { createLog } from '../log.ts';
import type { Account } from './accounts.ts';
import { createBotApi } from './fetch.ts';

/** A bot on the emulator, with two people, as this process would serve it; gone after the test. */
export const openBot = async (t: TestContext) => {
  const emulator = createEmulator({ clock: createClock(), local: true });
  const token = '7100001:token-of-the-tests';
  emulator.addBot({ token, username: 'test_bot', first_name: 'Test' });
  for (const id of [1, 2]) emulator.addPerson({ id, first_name: `P${id}`, language_code: 'en' });
  const { url } = await emulator.listen();
  const api = createBotApi(url);
  t.after(async () => {
    await emulator.close();
    await api.close();
  });
  const bot_info = { id: 7_100_001, is_bot: true, first_name: 'Test', username: 'test_bot' } as Account['bot_info'];
  const account: Account = { tenant_id: 't', token, webhook_secret: 's', configured_as: null, bot_info };
  const say = (person_id: number, text: string) => emulator.as(person_id, bot_info.id).type(text);
  return { emulator, api, account, say, log: createLog('silent') };
};

/** Waits until it is so; fails after five seconds. */
export const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (const deadline = performance.now() + 5_000; !holds(); await new Promise((next) => setTimeout(next, 10)))
    if (performance.now() > deadline) throw new Error(`did not happen: ${what}`);
};
