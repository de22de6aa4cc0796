import { z } from 'zod';
import { givenSetting } from './config-files.ts';
import { ConfigError } from './problem.ts';

export { ConfigError };

const ROLE_NAMES = ['gateway', 'bot', 'worker'] as const;
export type ServerRole = (typeof ROLE_NAMES)[number];

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const httpAddress = (rule: string) =>
  z.url({ protocol: /^https?$/, error: rule }).transform((address) => address.replace(/\/+$/, ''));

/** Exactly what a browser calls a page's origin: no path, no default port, no wildcard. */
const isOrigin = (text: string): boolean => /^https?:\/\/[^*]+$/.test(text) && URL.parse(text)?.origin === text;

const REDIS_RULE = 'must be an address such as redis://user:password@host:6379/0';
const DATABASE_RULE = 'must be an address such as postgres://user:password@host:5432/database';

/** A bucket somewhere, with the key that opens it. */
const isStorageAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname } = new URL(text);
  return /^https?:$/.test(protocol) && username !== '' && password !== '' && /^\/[^/]/.test(pathname);
};

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a name nobody knows
  }
};

/** `3/10`: three in ten seconds; null for no limit. */
export type Rule = { readonly max: number; readonly seconds: number };

const LIMIT_RULE = 'must be a number of times and of seconds such as 3/10, or off';

const limit = (times: `${number}/${number}`, what: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{0,3}\/[1-9]\d{0,3})$/, LIMIT_RULE)
    .default(times)
    .transform((text): Rule | null => {
      const [max = 0, seconds = 0] = text.split('/').map(Number);
      return text === 'off' ? null : { max, seconds };
    })
    .describe(what);

/** Every setting with its rule; the table in the documents is made from the descriptions. */
export const settings = z.object({
  PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(8080)
    .describe('Port to listen on; 0 takes any free one'),
  HOST: z
    .string()
    .min(1)
    .optional()
    .describe('Address to listen on; left out: 127.0.0.1 in the demo, all addresses (0.0.0.0) otherwise'),
  PUBLIC_URL: httpAddress('must be an http(s) address such as https://book.example.org')
    .optional()
    .describe('Address under which Telegram and browsers reach this server; with it bots use webhooks'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .pipe(z.array(z.string().refine(isOrigin, 'must be addresses such as https://book.example.org, comma-separated')))
    .describe('Other sites whose pages may use the API in the name of who reads them; never `*` (`docs/sign-in.md`)'),
  DATA_DIR: z.string().min(1).default('./data').describe('Folder of the embedded database and of generated keys'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, DATABASE_RULE)
    // A port beyond the last one, or a bracket that is not closed: the driver would stumble over it.
    .refine((address) => URL.canParse(address), DATABASE_RULE)
    .optional()
    .describe('A PostgreSQL server of your own, 15 or newer; left out: the embedded one'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^\s/?#]+(\/\d{0,3})?$/, REDIS_RULE)
    .refine((address) => URL.canParse(address), REDIS_RULE)
    .optional()
    .describe(
      'A Redis server for what is short-lived (`docs/redis.md`) and for events of reminders (`docs/assistants.md`); left out: PostgreSQL does that, too',
    ),
  ROLES: z
    .string()
    .default(ROLE_NAMES.join(','))
    .transform(list)
    .pipe(z.array(z.enum(ROLE_NAMES, `must be some of ${ROLE_NAMES.join(', ')}`)).min(1, 'must name a role'))
    .describe('What this process does: `gateway` (HTTP), `bot` (Telegram), `worker` (notifications)'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{1,15}:[\w-]{6,}$/, 'must be a token from @BotFather such as 123456:ABC-DEF')
    .optional()
    .describe("One tenant's bot, for the simplest installation; left out: the demo with its emulator"),
  TELEGRAM_API_ROOT: httpAddress('must be an http(s) address such as https://api.telegram.org')
    .default('https://api.telegram.org')
    .describe('Where the Bot API is: a proxy, a server of your own, or an emulator'),
  TELEGRAM_BOT_API_KEY: z
    .string()
    .transform(list)
    .pipe(
      z
        .array(z.string().min(16, 'each key needs at least 16 characters'))
        .max(2, 'at most two keys, comma-separated, while one is being changed'),
    )
    .default([])
    .describe('Service key that programs send as `X-Service-Key`; two, comma-separated, while changing it'),
  BACKEND_URL: httpAddress('must be an http(s) address such as https://book.example.org')
    .optional()
    .describe('For a bot on another machine (`docs/far-bot.md`): where its backend is; https, or this machine'),
  BACKEND_API_KEY: z
    .string()
    .min(16, 'needs at least 16 characters')
    .optional()
    .describe('The service key with which it asks: one of `TELEGRAM_BOT_API_KEY` there'),
  LIMIT_BOOKINGS: limit(
    '3/10',
    'How often one person may try to get a time: `3/10` is 3 times in 10 seconds; or `off`',
  ),
  LIMIT_MESSAGES: limit('1/2', 'The same for messages to a bot'),
  LIMIT_TAPS: limit('1/1', 'The same for all other taps'),
  ADMIN_IDS: z
    .string()
    .transform(list)
    .pipe(
      z.array(
        z
          .string()
          .regex(/^\d{1,15}$/, 'must be Telegram ids, comma-separated')
          .transform(Number),
      ),
    )
    .default([])
    .describe('Telegram ids of the administrators of the tenant of `TELEGRAM_BOT_TOKEN`'),
  ENCRYPTION_KEY: z
    .string()
    .transform(list)
    .pipe(
      z
        .array(z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'))
        .min(1, 'must be 64 hexadecimal digits')
        .max(2, 'at most two keys, comma-separated: the new one, then the old one'),
    )
    .optional()
    .describe('Key that seals stored secrets; left out: `DATA_DIR/encryption.key`, made at the first start'),
  BACKUP_DIR: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the backups (`docs/backup.md`); left out: `DATA_DIR/backups`'),
  BACKUP_KEEP_DAYS: z.coerce
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(3650, 'must be at most 3650')
    .default(7)
    .describe('How long every daily backup is kept'),
  BACKUP_KEEP_WEEKS: z.coerce
    .number('must be a number of weeks')
    .int('must be a whole number of weeks')
    .min(0, 'must be at least 0')
    .max(520, 'must be at most 520')
    .default(4)
    .describe('How long the first backup of each week is kept; 0: no longer than the others'),
  BACKUP_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
    .default('UTC')
    .describe('Where it has to be 03:00 for the daily backup'),
  BACKUP_KEY: z
    .string()
    .regex(/^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/, 'must be a key made by `okno backup key`')
    .optional()
    .describe('Key that locks backups; keep a copy where the backups are not. Left out: they are not locked'),
  BACKUP_DAILY: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe('Whether this process makes the daily backup, when it is a `worker`; `off` for all but one of several'),
  BACKUP_S3_URL: z
    .string()
    .refine(isStorageAddress, 'must be an address such as https://KEY:SECRET@s3.example.org/bucket/folder?region=eu-1')
    .optional()
    .describe(
      'S3-compatible storage to which each backup is copied, as `https://KEY:SECRET@host/bucket/folder?region=…`; `/` and `+` in the key are written `%2F` and `%2B`',
    ),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'must be 16 to 200 visible characters')
    .optional()
    .describe(
      'What Prometheus shows as `Authorization: Bearer …` to read `/metrics` (`docs/monitoring.md`); left out: there is no `/metrics`',
    ),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info')
    .describe('What is written to the log'),
});

export type Config = z.output<typeof settings>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings out of the environment, or out of files that it names. Empty ones count as left out.
 * @throws ConfigError that names every wrong setting and its rule, and never its value.
 */
export const readConfig = (environment: Environment = process.env): Config => {
  const given = Object.keys(settings.shape)
    .map((name) => [name, givenSetting(environment, name)] as const)
    .filter(([, value]) => value !== undefined);
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (parsed.success) {
    const contradictions = contradictionsIn(parsed.data, new Set(given.map(([name]) => name)));
    if (contradictions.length > 0) throw new ConfigError(contradictions.join('\n'));
    return parsed.data;
  }
  throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`).join('\n'));
};

/** What a bot on another machine has no use for: it belongs where the database is. */
const AT_THE_BACKEND = [
  ...(['DATABASE_URL', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_API_KEY', 'ADMIN_IDS', 'ENCRYPTION_KEY'] as const),
  ...(['BACKUP_DIR', 'BACKUP_KEY', 'BACKUP_S3_URL'] as const),
];

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Settings that are right by themselves and make no sense together, each with what to do. */
const contradictionsIn = (config: Config, given: ReadonlySet<string>): string[] => {
  const { BACKEND_URL, BACKEND_API_KEY, ROLES } = config;
  if (BACKEND_URL === undefined)
    return BACKEND_API_KEY === undefined
      ? []
      : ['BACKEND_API_KEY is for a bot on another machine: set BACKEND_URL to where its backend is, or leave both out'];
  const { protocol, hostname } = new URL(BACKEND_URL);
  return [
    ...(ROLES.length === 1 && ROLES[0] === 'bot'
      ? []
      : ['BACKEND_URL is for a bot on another machine: set ROLES=bot here, or leave BACKEND_URL out']),
    ...(BACKEND_API_KEY === undefined
      ? ['BACKEND_URL needs BACKEND_API_KEY: set it to one of the keys that TELEGRAM_BOT_API_KEY names there']
      : []),
    ...(protocol === 'http:' && !LOOPBACK_HOST.test(hostname)
      ? ['BACKEND_URL carries keys and tokens: write https://, or use an address of this machine']
      : []),
    ...AT_THE_BACKEND.filter((name) => given.has(name)).map(
      (name) => `${name} belongs to the machine of BACKEND_URL: leave it out here, or leave BACKEND_URL out`,
    ),
  ];
};

/** Whether this process is a bot whose backend is on another machine. */
export const isFar = (config: Config): config is FarConfig => config.BACKEND_URL !== undefined;

/** The settings of such a process. */
export type FarConfig = Config & { readonly BACKEND_URL: string; readonly BACKEND_API_KEY: string };

/** Without a real bot's token the program shows itself on the emulator. */
export const isDemo = (config: Config): boolean =>
  config.TELEGRAM_BOT_TOKEN === undefined && config.PUBLIC_URL === undefined && config.BACKEND_URL === undefined;

/** The process that started us, which may end without telling; see `onParentGone`. */
export const launcherPid = (environment: Environment = process.env): string | undefined =>
  environment['OKNO_LAUNCHER_PID'];
