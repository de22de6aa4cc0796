import { existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { givenSetting } from './config-files.ts';
import { findMisspelt, type Misspelt } from './misspelt.ts';
import { ConfigError } from './problem.ts';
import { type Config, settings } from './settings.ts';

export type { Config, ServerRole } from './settings.ts';
export type { Rule } from './settings-rules.ts';
export { ConfigError, settings };

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
  ...(['DATABASE_POOL_URL', 'DATABASE_READ_URL'] as const),
  ...(['DATABASE_URL', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_API_KEY', 'ADMIN_IDS', 'ENCRYPTION_KEY'] as const),
  ...(['BACKUP_DIR', 'BACKUP_KEY', 'BACKUP_S3_URL'] as const),
];

const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The embedded server has neither a pooler nor a standby. */
const besideTheServer = (given: ReadonlySet<string>): string[] =>
  given.has('DATABASE_URL')
    ? []
    : ['DATABASE_POOL_URL', 'DATABASE_READ_URL']
        .filter((name) => given.has(name))
        .map((name) => `${name} stands beside a PostgreSQL of your own: set DATABASE_URL to it, or leave ${name} out`);

/** Settings that are right by themselves and make no sense together, each with what to do. */
const contradictionsIn = (config: Config, given: ReadonlySet<string>): string[] => {
  const { BACKEND_URL, BACKEND_API_KEY, ROLES } = config;
  if (BACKEND_URL === undefined)
    return [
      ...(BACKEND_API_KEY === undefined
        ? []
        : [
            'BACKEND_API_KEY is for a bot on another machine: set BACKEND_URL to where its backend is, or leave both out',
          ]),
      ...besideTheServer(given),
    ];
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

/** Nobody else takes the place of a demo, and nobody but Prometheus comes to a process that is a worker alone. */
export const leaveMs = (config: Config): number =>
  isDemo(config) || config.ROLES.every((role) => role === 'worker') ? 0 : config.LEAVE_MS;

/** Variables of the environment that look like settings of ours and are none; their values are nobody's business. */
export const misspeltSettings = (environment: Environment = process.env): Misspelt[] =>
  findMisspelt(
    Object.keys(environment).filter((name) => (environment[name] ?? '') !== ''),
    Object.keys(settings.shape),
  );

/** How this program was called: by an npm script, or by the node of a container, a service or a machine with bots alone. */
type Called = {
  readonly environment?: Environment;
  readonly node?: string;
  readonly program?: string;
  readonly exists?: (path: string) => boolean;
};

/**
 * A command of this program as whoever reads it can type it: in the folder where they have started it by npm, and otherwise
 * anywhere. A service has settings besides, which no line of a message could hold: docs/install.md#as-a-service.
 */
export const commandLine = (
  words: string,
  {
    environment = process.env,
    node = process.execPath,
    program = process.argv[1] ?? '',
    exists = existsSync,
  }: Called = {},
): string => {
  const begin =
    launcherPid(environment) === undefined
      ? `${typed(isFoundFirst(node, environment, exists) ? basename(node) : node)} ${typed(program)}`
      : 'npm run okno --';
  return `${begin} ${words}`;
};

/** Whether a shell that is given the name alone runs just this program: it takes the first of PATH. */
const isFoundFirst = (program: string, { PATH = '' }: Environment, exists: (path: string) => boolean): boolean =>
  PATH.split(delimiter)
    .map((folder) => join(folder, basename(program)))
    .find((path) => exists(path)) === program;

const typed = (path: string): string => (/\s/.test(path) ? `"${path}"` : path);

/** The process that started us, which may end without telling; see `onParentGone`. */
export const launcherPid = (environment: Environment = process.env): string | undefined =>
  environment['OKNO_LAUNCHER_PID'];
