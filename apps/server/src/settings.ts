import { z } from 'zod';
import {
  atOnce,
  databaseAddress,
  httpAddress,
  isNetwork,
  isOrigin,
  isRedis,
  isSentryAddress,
  isStorageAddress,
  isTimeZone,
  limit,
  list,
  milliseconds,
  oneServer,
  PROXY_RULE,
  REDIS_RULE,
  SAMPLERS,
} from './settings-rules.ts';

const ROLE_NAMES = ['gateway', 'bot', 'worker'] as const;
export type ServerRole = (typeof ROLE_NAMES)[number];

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
    .describe(
      'Address under which Telegram and browsers reach this server; with it bots use webhooks, and there is no demo',
    ),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform(list)
    .pipe(z.array(z.string().refine(isOrigin, 'must be addresses such as https://book.example.org, comma-separated')))
    .describe('Other sites whose pages may use the API in the name of who reads them; never `*` (`docs/sign-in.md`)'),
  DATA_DIR: z.string().min(1).default('./data').describe('Folder of the embedded database and of generated keys'),
  DATABASE_URL: databaseAddress
    .optional()
    .describe(
      'A PostgreSQL server of your own, 15 or newer, or several of which one takes writes: `host1:5432,host2:5432` (`docs/processes.md`); left out: the embedded one',
    ),
  DATABASE_POOL_URL: oneServer
    .optional()
    .describe(
      'The same database through a pooler of transactions such as PgBouncer (`docs/scaling.md`), for requests; what needs a session of its own goes to `DATABASE_URL`',
    ),
  DATABASE_READ_URL: oneServer
    .optional()
    .describe('A standby of that server: free time that is only shown is looked up there (`docs/scaling.md`)'),
  DATABASE_READ_LAG_MS: milliseconds(100, 60_000, 2_000).describe(
    'How far behind the standby may be, in milliseconds; further behind, nothing is asked there',
  ),
  REDIS_URL: z
    .string()
    .refine(isRedis, REDIS_RULE)
    .optional()
    .describe(
      'A Redis server for what is short-lived (`docs/redis.md`) and for events of reminders (`docs/assistants.md`), or several addresses of a cluster, comma-separated; left out: PostgreSQL does that, too',
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
  LIMIT_ADDRESS: limit(
    '600/60',
    'How many requests one address may send without a key, and how often come with a wrong one',
  ),
  LIMIT_KEY: limit('1200/60', 'How many requests an assistant may send with one key'),
  LIMIT_TENANT: limit('5000/10', 'How many requests may be sent for one business over HTTP'),
  TRUSTED_PROXIES: z
    .string()
    .transform(list)
    .pipe(z.array(z.string().refine(isNetwork, PROXY_RULE)))
    .default([])
    .describe(
      'Proxies that are believed in `X-Forwarded-For`: addresses or networks such as `10.0.0.0/8`, comma-separated',
    ),
  WORK_AT_ONCE: atOnce(16).describe(
    'How many requests a process works on at once; the others wait. There are four more connections to the database than that',
  ),
  WORK_AT_ONCE_TENANT: atOnce(12).describe('How many of them may be for one business'),
  WORK_WAIT_MS: milliseconds(0, 10_000, 250).describe(
    'How long a request waits for its turn before it is refused with 503, in milliseconds',
  ),
  LEAVE_MS: milliseconds(0, 3_000, 1_000).describe(
    'How long a process that was told to stop goes on taking requests, so that proxies hear of it, and after that goes on with those who have kept a connection (`docs/processes.md`); the demo stops at once',
  ),
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
    .regex(/^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/, 'must be a key made by the command `backup key`')
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
  SENTRY_DSN: z
    .string()
    .refine(isSentryAddress, 'must be the DSN of a project in Sentry, such as https://KEY@sentry.example.org/1')
    .optional()
    .describe('Where faults of the program are told (`docs/monitoring.md#sentry`); left out: in the log alone'),
  SENTRY_ENVIRONMENT: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .default('production')
    .describe('What Sentry calls this installation'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress('must be an http(s) address such as http://localhost:4318')
    .optional()
    .describe(
      'Collector of OpenTelemetry that gets traces over HTTP (`docs/monitoring.md#traces`); left out: there are none',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[\w-]+=[\x21-\x2b\x2d-\x7e]*(,[\w-]+=[\x21-\x2b\x2d-\x7e]*)*$/, 'must be name=value, comma-separated')
    .optional()
    .describe('Headers that the collector wants, `name=value`, comma-separated'),
  OTEL_SERVICE_NAME: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .default('okno')
    .describe('What traces call this installation'),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, `must be ${SAMPLERS.join(', ')}`)
    .default('parentbased_always_on')
    .describe('Which requests are traced: with `parentbased_traceidratio` the share in `OTEL_TRACES_SAMPLER_ARG`'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number('must be a share between 0 and 1')
    .min(0, 'must be a share between 0 and 1')
    .max(1, 'must be a share between 0 and 1')
    .default(1)
    .describe('The share that is traced: `0.1` is every tenth'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info')
    .describe('What is written to the log'),
});

export type Config = z.output<typeof settings>;
