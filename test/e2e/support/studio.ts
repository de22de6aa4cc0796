import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { createClock, createEmulator, type Emulator, type PersonInChat } from '@okno/telegram';
import { type Config, readConfig } from '../../../apps/server/src/config.ts';
import { watchFaults } from '../../../apps/server/src/faults/watch-faults.ts';
import { createLog } from '../../../apps/server/src/log.ts';
import { type Server, startServer } from '../../../apps/server/src/serve.ts';
import { freePort } from '../../support/free-port.ts';
import { atEnd, type Place, tempFolder } from './at-end.ts';
import { openStudioDatabase, type Rows, type StudioDatabase } from './database.ts';
import { createLogLines, type LogLines } from './log-lines.ts';
import { UNHURRIED } from './okno.ts';

export const SERVICE_KEY = 'a-service-key-of-the-tests';

/** The people of every studio: two clients, and the three specialists of the demo's team. */
export const ANNA = { id: 1001, first_name: 'Анна', language_code: 'ru' };
export const EMMA = { id: 1002, first_name: 'Emma', language_code: 'en' };
export const MARIA = { id: 2001, first_name: 'Мария', language_code: 'ru' };

export const BOT = { token: '7100001:token-of-the-studio', username: 'studio_bot', first_name: 'Studio' };
export const OTHER_BOT = { token: '7100002:token-of-the-other', username: 'other_bot', first_name: 'Other' };

export const botId = ({ token }: { token: string }): number => Number(token.split(':')[0]);

/** A business with a bot of its own on the emulator, served by the real server on a real database. */
export type Studio = {
  readonly emulator: Emulator;
  readonly server: Server;
  readonly config: Config;
  readonly rows: Rows;
  readonly log: LogLines;
  readonly as: (person: { readonly id: number }, bot?: { readonly token: string }) => PersonInChat;
};

type Options = {
  /** How the updates come. */
  readonly delivery: 'webhook' | 'polling';
  /** Done with the database before the server starts. */
  readonly prepare?: (config: Config, emulator: Emulator) => Promise<void>;
  readonly settings?: Settings | ((database: StudioDatabase) => Promise<Settings>);
};

type Settings = Readonly<Record<string, string>>;

/** An emulator that listens, with two bots and three people; closed after the test. */
export const openEmulator = async (t: Place): Promise<{ emulator: Emulator; url: string }> => {
  const emulator = createEmulator({ clock: createClock(), local: true });
  for (const bot of [BOT, OTHER_BOT]) emulator.addBot(bot);
  for (const person of [ANNA, EMMA, MARIA]) emulator.addPerson(person);
  atEnd(t, () => emulator.close());
  return { emulator, url: (await emulator.listen()).url };
};

type Serving = Pick<Studio, 'config' | 'log' | 'emulator'> & { readonly settings: Readonly<Record<string, string>> };

/**
 * One server in this process; or six processes, when `npm run torture -- cluster` holds the conversations over them
 * (OKNO_TEST_APART names the folder of their doors) and the test does not say which roles there are.
 */
const serve = async (t: TestContext, { settings, config, log, emulator }: Serving): Promise<Server> => {
  const folder = process.env['OKNO_TEST_APART'];
  if (folder !== undefined && settings['PUBLIC_URL'] !== undefined && settings['ROLES'] === undefined) {
    const { serveApart } = await import('../../torture/cluster/serve-apart.ts');
    return serveApart(t, { folder, settings, clock: emulator.clock, log });
  }
  const clockOffset = () => emulator.clock.offsetMs();
  const watched = await watchFaults(config, createLog('info', log));
  atEnd(t, watched.close);
  const server = await startServer({ config, log: watched.log, clockOffset });
  atEnd(t, () => server.stop());
  return server;
};

/** Starts everything; stopped and gone after the test. */
export const openStudio = async (t: TestContext, options: Options): Promise<Studio> => {
  const { url: api_root, emulator } = await openEmulator(t);
  const database = await openStudioDatabase(t);
  const port = await freePort();
  const given = typeof options.settings === 'function' ? await options.settings(database) : options.settings;
  const settings: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: tempFolder(t),
    DATABASE_URL: database.url,
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    TELEGRAM_API_ROOT: api_root,
    TELEGRAM_BOT_TOKEN: BOT.token,
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    ...UNHURRIED,
    ...(options.delivery === 'webhook' ? { PUBLIC_URL: `http://127.0.0.1:${port}` } : {}),
    ...given,
  };
  const config = readConfig(settings);
  await options.prepare?.(config, emulator);
  const log = createLogLines();
  const server = await serve(t, { settings, config, log, emulator });
  // With a bot of its own the studio is left by the demo's people; ours takes over.
  await database.rows(
    `insert into staff (tenant_id, telegram_id, name, role, specialist_id)
    select tenant_id, $1, name, 'specialist', id from specialists where name = $2`,
    [MARIA.id, MARIA.first_name],
  );
  const as: Studio['as'] = (person, bot = BOT) => emulator.as(person.id, botId(bot));
  return { emulator, server, config, rows: database.rows, log, as };
};
