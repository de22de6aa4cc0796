import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspectSchema } from '@okno/backend';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { explain } from '../database.ts';
import { keyFile } from '../keys.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { embeddedFolder, reachDatabase } from '../reach.ts';
import { createBotApi } from '../telegram/fetch.ts';
import { identifyToken } from '../telegram/setup.ts';
import { lookAtRedis } from './look-at-redis.ts';

/** What was looked at, and what is wrong with it: one sentence with a remedy, or nothing. */
type Finding = { readonly what: string; readonly wrong: string | null };

const check = async (what: string, look: () => Promise<string | null> | string | null): Promise<Finding> => {
  try {
    return { what, wrong: await look() };
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof OperatorError)) throw error;
    return { what, wrong: error.message };
  }
};

/**
 * `okno doctor`: looks at everything the program depends on, and makes or changes nothing; the exit code is 1 when
 * something is wrong. An embedded server that does not run is started for the look, and stopped.
 */
export const doctor = async (): Promise<void> => {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    const { what, wrong } = finding;
    process.stdout.write(wrong === null ? `  ok    ${what}\n` : `  WRONG ${what}: ${wrong.replaceAll('\n', '; ')}\n`);
  };
  report(await check('Node.js', lookAtNode));
  let config: Config | undefined;
  report(
    await check('settings', () => {
      config = readConfig();
      return null;
    }),
  );
  if (config !== undefined) {
    report({ what: describeKey(config), wrong: null });
    for (const finding of await lookAtDatabase(config)) report(finding);
    const { REDIS_URL } = config;
    if (REDIS_URL !== undefined) report(await check('Redis', () => lookAtRedis(REDIS_URL)));
    report(await lookAtTelegram(config));
  }
  const wrong = findings.filter((finding) => finding.wrong !== null).length;
  process.stdout.write(wrong === 0 ? 'Everything is in order.\n' : `${wrong} of ${findings.length} need attention.\n`);
  if (wrong > 0) process.exitCode = 1;
};

const OLDEST_NODE = 26;

const lookAtNode = (): string | null =>
  Number(process.versions.node.split('.')[0]) >= OLDEST_NODE
    ? null
    : `runs on Node.js ${process.versions.node}; start it through npm, which brings the right one`;

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
