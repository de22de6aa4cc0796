import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { readConfig, settings } from '../../apps/server/src/config.ts';
import { tempFolder } from '../e2e/support/at-end.ts';
import { DEPLOY, type Given, listGiven, readDeploy } from './files.ts';

/** What other programs read: Node, its folders for compiled code and for temporary files. */
const FOREIGN = ['NODE_ENV', 'NODE_COMPILE_CACHE', 'TMPDIR'];
const known = Object.keys(settings.shape);

const strangersIn = (given: readonly Given[]): string[] =>
  given
    .filter(({ name }) => !FOREIGN.includes(name) && !known.includes(name.replace(/_FILE$/, '')))
    .map(({ file, name }) => `${file}: ${name}`);

test('every variable in the deployment files is a setting of the program', () => {
  const given = listGiven();
  for (const folder of ['compose', 'kubernetes', 'systemd', 'docker'])
    assert.ok(given.filter(({ file }) => file.startsWith(folder)).length >= 4, `${folder} was read`);
  assert.deepEqual(strangersIn(given), []);
  assert.deepEqual(strangersIn([{ file: 'x', name: 'DATABASE_ADDRESS', value: '' }]), ['x: DATABASE_ADDRESS']);
});

/** What stands in the files of secrets, and what compose fills in from `.env`. */
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://okno:a-password@db:5432/okno',
  REDIS_URL: 'redis://backend:a-password@redis:6379/0',
  ENCRYPTION_KEY: 'ab'.repeat(32),
  TELEGRAM_BOT_TOKEN: '123456:ABC-DEF',
  TELEGRAM_BOT_API_KEY: 'a-key-of-16-characters',
  BACKEND_API_KEY: 'a-key-of-16-characters',
  METRICS_TOKEN: 'a-token-of-16-characters',
  BACKUP_KEY: '',
};

/** The environment of the process of these files, as the program gets it. */
const environmentOf = (...files: readonly string[]): Record<string, string> => {
  const given = listGiven().filter(({ file, name }) => files.includes(file) && !FOREIGN.includes(name));
  assert.ok(given.length >= 4, files.join());
  return Object.fromEntries(
    given.map(({ name, value }) => {
      const plain = name.replace(/_FILE$/, '');
      const filled = value
        .replace(/\$\{OKNO_(DOMAIN|BACKEND_URL)[^}]*\}/, 'book.example.org')
        .replace(/\$\{[^}]*\}/, '');
      return [
        plain,
        name === plain
          ? filled.replace('%i', 'gateway').replace(/^book/, 'https://book')
          : (SECRETS[plain] ?? 'no secret'),
      ];
    }),
  );
};

const SETTINGS_OF_ALL = 'kubernetes/kustomization.yaml';
const PROCESSES: Readonly<Record<string, readonly string[]>> = {
  'one server': ['docker/Dockerfile', 'compose/compose.yml'],
  'the backend of two': ['docker/Dockerfile', 'compose/compose.yml', 'compose/compose.backend.yml'],
  'the bot of two': ['docker/Dockerfile', 'compose/compose.bot.yml'],
  service: ['systemd/okno.env', 'systemd/okno.service'],
  'service of a role': ['systemd/okno.env', 'systemd/okno@.service'],
  ...Object.fromEntries(
    ['gateway', 'bot', 'worker', 'keeper'].map((name) => [name, [SETTINGS_OF_ALL, `kubernetes/${name}.yaml`]]),
  ),
};

test('the settings of every process are taken by the program, each and together', () => {
  const roles = Object.fromEntries(
    Object.entries(PROCESSES).map(([name, files]) => {
      const { ROLES, BACKUP_DAILY, BACKEND_URL } = readConfig(environmentOf(...files));
      return [name, [ROLES.join(), BACKUP_DAILY, ...(BACKEND_URL === undefined ? [] : ['far'])].join(' ')];
    }),
  );
  assert.deepEqual(roles, {
    'one server': 'gateway,bot,worker on',
    'the backend of two': 'gateway,worker on',
    'the bot of two': 'bot on far',
    service: 'gateway,bot,worker on',
    'service of a role': 'gateway on',
    gateway: 'gateway off',
    bot: 'bot off',
    worker: 'worker off',
    keeper: 'worker on',
  });
  const bot = environmentOf('docker/Dockerfile', 'compose/compose.bot.yml');
  assert.throws(() => readConfig({ ...bot, ...environmentOf('compose/compose.yml') }), /leave it out here/);
});

test('the secrets that the script makes are those that compose hands over, and the program takes them', (t) => {
  const folder = tempFolder(t);
  const run = (...words: string[]) =>
    execFileSync('sh', [path.join(DEPLOY, 'compose/secrets.sh'), ...words], {
      env: { PATH: process.env['PATH'], OKNO_SECRETS: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  assert.throws(() => run(), /token of the bot is missing/);
  run('123456:ABC-DEF');
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const before = readdirSync(folder).map((name) => [name, read(name)]);
  run();
  assert.deepEqual(
    readdirSync(folder).map((name) => [name, read(name)]),
    before,
    'what is there is kept',
  );
  const files = globFiles();
  assert.deepEqual(
    files.filter((name) => !readdirSync(folder).includes(name)),
    [],
  );
  const config = readConfig({
    DATABASE_URL_FILE: path.join(folder, 'database_url'),
    REDIS_URL_FILE: path.join(folder, 'redis_url'),
    ENCRYPTION_KEY_FILE: path.join(folder, 'encryption_key'),
    TELEGRAM_BOT_TOKEN_FILE: path.join(folder, 'telegram_bot_token'),
    TELEGRAM_BOT_API_KEY_FILE: path.join(folder, 'backend_api_key'),
    BACKUP_KEY_FILE: path.join(folder, 'backup_key'),
    METRICS_TOKEN_FILE: path.join(folder, 'metrics_token'),
  });
  assert.equal(config.DATABASE_URL, `postgres://okno:${read('db_password').trim()}@db:5432/okno`);
  assert.equal(config.BACKUP_KEY, undefined);
  assert.match(read('redis_acl'), /^user default off .*\nuser backend on #[0-9a-f]{64} /);
  assert.doesNotMatch(read('redis_acl'), /SHA256/);
});

/** The files from which compose takes secrets. */
const globFiles = (): string[] =>
  ['compose.yml', 'compose.backend.yml', 'compose.bot.yml'].flatMap((file) => {
    const { secrets } = parse(readDeploy(`compose/${file}`)) as { secrets: Record<string, { file: string }> };
    return Object.values(secrets).map(({ file: secret }) => path.basename(secret));
  });
