import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { readConfig, settings } from '../../apps/server/src/config.ts';
import { tempFolder } from '../e2e/support/at-end.ts';
import { DEPLOY, type Given, listGiven, readDeploy } from './files.ts';

/** What other programs read: Node, and its folder for temporary files. */
const FOREIGN = ['NODE_ENV', 'TMPDIR'];
/** Settings of the bot on another server. */
const FAR_BOT = ['BACKEND_URL', 'BACKEND_API_KEY'];

const known = [...Object.keys(settings.shape), ...FAR_BOT];

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

test('every value in them is one that the program takes', () => {
  const plain = listGiven().filter(({ name, value }) => Object.hasOwn(settings.shape, name) && !/^%i$/.test(value));
  assert.ok(plain.length > 10);
  for (const { name, value } of plain) {
    // Compose fills in what stands in .env; the domain is an example there, too.
    const filled = value.replace(/\$\{OKNO_DOMAIN[^}]*\}/, 'book.example.org').replace(/\$\{[^}]*\}/, '');
    assert.doesNotThrow(() => readConfig({ [name]: filled }), `${name}=${value}`);
  }
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
