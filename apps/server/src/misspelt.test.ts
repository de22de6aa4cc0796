import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { settings } from './config.ts';
import { distance, findMisspelt } from './misspelt.ts';

const KNOWN = Object.keys(settings.shape);
const told = (...given: string[]) =>
  Object.fromEntries(findMisspelt(given, KNOWN).map((one) => [one.name, one.nearest]));

test('a misspelt setting is told with the one that may have been meant', () => {
  assert.deepEqual(
    told('TELEGRAM_TOKEN', 'BOT_TOKEN', 'DATABSE_URL', 'ADMIN_ID', 'ENCRYPTION_KEYS', 'REDIS_URI', 'ROLE'),
    {
      TELEGRAM_TOKEN: 'TELEGRAM_BOT_TOKEN',
      BOT_TOKEN: 'TELEGRAM_BOT_TOKEN',
      DATABSE_URL: 'DATABASE_URL',
      ADMIN_ID: 'ADMIN_IDS',
      ENCRYPTION_KEYS: 'ENCRYPTION_KEY',
      REDIS_URI: 'REDIS_URL',
      ROLE: 'ROLES',
    },
  );
  assert.deepEqual(
    told('TELEGRAM_BOT_TOKNE_FILE', 'LIMIT_MASSAGE', 'BACKEND_KEY', 'BACKUP_FOLDER', 'telegram_bot_token'),
    {
      TELEGRAM_BOT_TOKNE_FILE: 'TELEGRAM_BOT_TOKEN',
      LIMIT_MASSAGE: 'LIMIT_MESSAGES',
      BACKEND_KEY: 'BACKEND_API_KEY',
      BACKUP_FOLDER: 'BACKUP_DIR',
      telegram_bot_token: 'TELEGRAM_BOT_TOKEN',
    },
  );
});

test('what is right, and what is somebody else’s, is not spoken of', () => {
  assert.deepEqual(told(...KNOWN, ...KNOWN.map((name) => `${name}_FILE`)), {});
  const foreign = [
    ...[
      'PATH',
      'HOME',
      'HOSTNAME',
      'POST',
      'LANG',
      'TERM',
      'USER',
      'SHLVL',
      'PWD',
      'OLDPWD',
      'LOGNAME',
      'EDITOR',
      'MAIL',
      'TMPDIR',
    ],
    ...[
      'NODE_ENV',
      'NODE_OPTIONS',
      'NODE_COMPILE_CACHE',
      'npm_config_cache',
      'npm_package_name',
      'INIT_CWD',
      'COLOR',
      'CI',
    ],
    ...[
      'REDIS_PORT',
      'REDIS_SERVICE_HOST',
      'REDIS_PORT_6379_TCP',
      'POSTGRES_PASSWORD',
      'PGPASSWORD',
      'KUBERNETES_PORT',
      'DATABASE_NAME',
    ],
    ...[
      'SSH_AUTH_SOCK',
      'XDG_DATA_DIRS',
      'DBUS_SESSION_BUS_ADDRESS',
      'INVOCATION_ID',
      'JOURNAL_STREAM',
      'CREDENTIALS_DIRECTORY',
    ],
    ...[
      'OKNO_LAUNCHER_PID',
      'OKNO_TEST_SHARED',
      'SENTRY_AUTH_TOKEN',
      'DEBIAN_FRONTEND',
      'LS_COLORS',
      'HTTP_PROXY',
      'NO_PROXY',
    ],
    // Kubernetes and links of containers, for services that are called like families of ours
    ...[
      'BACKEND_SERVICE_HOST',
      'BACKEND_SERVICE_PORT',
      'BACKEND_SERVICE_PORT_HTTP',
      'BACKEND_PORT',
      'BACKEND_PORT_3000_TCP',
      'BACKEND_PORT_3000_TCP_ADDR',
      'TELEGRAM_SERVICE_HOST',
      'TELEGRAM_BOT_API_SERVICE_HOST',
      'TELEGRAM_BOT_API_PORT',
    ],
    // Telegram's own Bot API server, other bots, and whatever else is called by everyday words
    ...[
      'TELEGRAM_API_ID',
      'TELEGRAM_API_HASH',
      'TELEGRAM_CHAT_ID',
      'SERVICE_NAME',
      'TIME_ZONE',
      'API_KEY',
      'LIMIT_CPU',
      'LIMIT_MEMORY',
    ],
  ];
  assert.deepEqual(told(...foreign), {});
});

test('the distance is one between what is one letter apart, and the same both ways', () => {
  assert.deepEqual(
    [
      distance('abc', 'abc'),
      distance('abc', 'acb'),
      distance('abc', 'ab'),
      distance('abc', 'xbc'),
      distance('', 'abc'),
    ],
    [0, 1, 1, 1, 3],
  );
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (one, other) => distance(one, other) === distance(other, one)),
    { numRuns: 200 },
  );
});
