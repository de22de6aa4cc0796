import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspectSchema } from '@okno/backend';
import type { Config } from '../config.ts';
import { explain } from '../database.ts';
import { keyFile } from '../keys.ts';
import { createLog } from '../log.ts';
import { embeddedFolder, reachDatabase } from '../reach.ts';
import { createBotApi } from '../telegram/fetch.ts';
import { identifyToken } from '../telegram/setup.ts';
import { check, type Finding } from './finding.ts';

/** Everything that a machine with a database depends on. */
export const lookAround = async (config: Config): Promise<Finding[]> => [
  { what: describeKey(config), wrong: null },
  ...(await lookAtDatabase(config)),
  await lookAtTelegram(config),
];

/** The database may be anywhere, and a key that stays behind on this machine is easily forgotten. */
const describeKey = (config: Config): string => {
  if (config.ENCRYPTION_KEY !== undefined) return 'encryption key of ENCRYPTION_KEY';
  const file = resolve(keyFile(config));
  return config.DATABASE_URL === undefined
    ? `encryption key in ${file}`
    : `encryption key: ENCRYPTION_KEY is not set, so it is in ${file}; back it up with the database, and give it to every other process as ENCRYPTION_KEY`;
};

const lookAtDatabase = async (config: Config): Promise<Finding[]> => {
  const embedded = config.DATABASE_URL === undefined;
  const folder = embeddedFolder(config);
  if (embedded && !existsSync(folder))
    return [{ what: `embedded database: there is none yet, the first start makes it in ${folder}`, wrong: null }];
  const what = embedded ? 'embedded database' : 'database of DATABASE_URL';
  const findings: Finding[] = [];
  const opened = await check(what, async () => {
    const database = await reachDatabase(config, createLog('silent'));
    try {
      const schema = await inspectSchema(database.connection).catch((error: unknown) => {
        throw explain(error);
      });
      findings.push(
        { what: `PostgreSQL ${schema.server_version}`, wrong: null },
        {
          what: 'migrations',
          wrong: schema.pending.length === 0 ? null : `run \`okno migrate\`: ${schema.pending.join(', ')}`,
        },
        {
          what: 'row security',
          wrong:
            schema.unprotected.length === 0
              ? null
              : `not forced on ${schema.unprotected.join(', ')}: restore the schema from a backup`,
        },
        {
          what: 'clock of the database',
          wrong:
            Math.abs(schema.now - Date.now()) < 5_000 ? null : 'is more than 5 s off this machine: set up NTP on both',
        },
      );
    } finally {
      await database.stop();
    }
    return null;
  });
  return [opened, ...findings];
};

const lookAtTelegram = (config: Config): Promise<Finding> => {
  const token = config.TELEGRAM_BOT_TOKEN;
  if (token === undefined) return check('Telegram (the demo needs none)', () => null);
  return check('Telegram bot', async () => {
    const { options, close } = createBotApi(config.TELEGRAM_API_ROOT);
    try {
      await identifyToken(token, options);
      return null;
    } finally {
      await close();
    }
  });
};
