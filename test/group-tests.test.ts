import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { chooseTests } from '../scripts/choose-tests.ts';
import { filesCutOff, groupTests, needsFiles, needsOwnProcess, writeGroups } from '../scripts/group-tests.ts';

test('files share a process, the long ones few and first, those that touch what is of the process none', () => {
  const many = Array.from({ length: 30 }, (_, index) => `packages/a/${index}.test.ts`);
  const files = [
    ...many,
    'test/e2e/a.test.ts',
    'test/e2e/b.test.ts',
    'test/torture/c.test.ts',
    'test/torture/d.test.ts',
  ];
  const own = 'packages/a/7.test.ts';
  const groups = groupTests(files, (file) => (file === own ? 'process.chdir(folder)' : ''));
  assert.deepEqual(groups.slice(0, 4), [
    ['test/torture/c.test.ts'],
    ['test/torture/d.test.ts'],
    ['test/e2e/a.test.ts', 'test/e2e/b.test.ts'],
    [own],
  ]);
  assert.deepEqual(groups.flat().sort(), files.toSorted());
  assert.deepEqual(
    groups.slice(4).map((group) => group.length),
    [12, 12, 5],
  );
});

test('what a file changes or measures of its process is seen in its source', () => {
  for (const source of [
    `process.env['TMPDIR'] = folder`,
    'process.env.TMPDIR = folder',
    `delete process.env['TMPDIR']`,
    `t.mock.timers.enable({ apis: ['Date'] })`,
    `mock.method(globalThis, 'fetch')`,
    'globalThis.fetch = fake',
    `process.on('SIGTERM', stop)`,
    'process.memoryUsage().heapUsed',
    'process.seteuid?.(12_345)',
    'process.setgid(12_345)',
    'process.exitCode = 1',
    `process.title = 'okno'`,
    'Date.now = () => 0',
    'Math.random = () => 0.5',
    'console.log = note',
    'process.stdout.write = note',
    `import { setFlagsFromString } from 'node:v8'`,
  ])
    assert.equal(needsOwnProcess(source), true, source);
  for (const source of [
    `const name = process.env['CI']`,
    `if (process.env['CI'] === 'true') return`,
    'process.kill(pid)',
    'assert.equal(process.exitCode, undefined)',
    `if (process.title === 'node') return`,
    'const now = Date.now()',
    'const given = { now: Date.now, random: Math.random }',
    `process.stdout.write('one = two')`,
    'globalThis.fetch(url)',
  ])
    assert.equal(needsOwnProcess(source), false, source);
});

test('what picks tests by name gets files that are by themselves, unless no path can have that name', () => {
  const files = ['test/e2e/dialogue.test.ts', 'packages/a/control.test.ts'];
  for (const flag of [
    '--test-name-pattern=one',
    '--test-only',
    '--test-shard=1/2',
    '--test-skip-pattern',
    '--test-skip-pattern=control',
    '--test-skip-pattern=^test',
    '--test-skip-pattern=^test/e2e',
    '--test-skip-pattern=^packages/a/control.test.ts one',
    '--test-skip-pattern=^.*dialogue',
    '--test-skip-pattern=/^CONTROL: /i',
  ])
    assert.equal(needsFiles(flag, files), true, flag);
  for (const flag of ['--test-skip-pattern=^control: ', '--test-reporter=tap', '--test-timeout=1000'])
    assert.equal(needsFiles(flag, files), false, flag);
});

const FILES = {
  'first.test.ts': `import { after, test } from 'node:test';
    after(() => console.log('first is over'));
    test('one', () => {});`,
  'second.test.ts': `import { after, test } from 'node:test';
    console.log('second begins');
    test('two', () => { throw new Error('two is wrong'); });`,
  'third.test.ts': `import { test } from 'node:test';
    test('three', () => {});`,
  'crash.test.ts': `import { test } from 'node:test';
    test('ends everything', () => process.exit(0));`,
  'late.test.ts': `import { test } from 'node:test';
    test('throws when it is over', () => { setImmediate(() => { throw new Error('too late'); }); });`,
  'unloadable.test.ts': `import './nowhere.ts';`,
};

/** Runs files as one group; gives what Node says. */
const runGroup = (t: TestContext, names: readonly (keyof typeof FILES)[], flags: readonly string[] = []) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'okno-group-'));
  t.after(() => rmSync(root, { recursive: true }));
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  for (const name of names) writeFileSync(path.join(root, name), FILES[name]);
  mkdirSync(path.join(root, 'groups'));
  const groups = writeGroups(root, path.join(root, 'groups'), [names]);
  const { NODE_TEST_CONTEXT: _inner, ...env } = process.env;
  const args = ['--test', '--test-reporter=tap', ...flags, ...groups.map(({ file }) => file)];
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: root });
  return { status, stdout, cutOff: filesCutOff(groups) };
};

test('files of a group are run one after another, each to its end, and a failure names its file', (t) => {
  const { status, stdout, cutOff } = runGroup(t, ['first.test.ts', 'second.test.ts', 'third.test.ts']);
  assert.equal(status, 1);
  assert.ok(stdout.indexOf('first is over') < stdout.indexOf('second begins'));
  assert.match(stdout, /not ok \d - second\.test\.ts/);
  assert.match(stdout, /two is wrong/);
  for (const name of ['first', 'third']) assert.match(stdout, new RegExp(`^ok \\d - ${name}\\.test\\.ts`, 'm'));
  assert.match(stdout, /ok \d - three/);
  assert.deepEqual(cutOff, []);
});

test('tests whose names begin as no path does are left out of a group, and no others', (t) => {
  assert.equal(needsFiles('--test-skip-pattern=^two', ['first.test.ts', 'second.test.ts']), false);
  const { status, stdout, cutOff } = runGroup(t, ['first.test.ts', 'second.test.ts'], ['--test-skip-pattern=^two']);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /ok \d - one/);
  assert.doesNotMatch(stdout, /two is wrong/);
  assert.deepEqual(cutOff, []);
});

test('a file that cannot be loaded fails alone', (t) => {
  const { status, stdout, cutOff } = runGroup(t, ['unloadable.test.ts', 'third.test.ts']);
  assert.equal(status, 1);
  assert.match(stdout, /not ok \d - unloadable\.test\.ts/);
  assert.match(stdout, /ok \d - three/);
  assert.deepEqual(cutOff, []);
});

test('when a process ends in the middle, all files of its group are known to be cut off, even when it ends well', (t) => {
  const { cutOff } = runGroup(t, ['first.test.ts', 'crash.test.ts', 'third.test.ts']);
  assert.deepEqual(cutOff, ['first.test.ts', 'crash.test.ts', 'third.test.ts']);
});

test('what breaks when its test is over fails the run', (t) => {
  const { status, stdout } = runGroup(t, ['first.test.ts', 'late.test.ts', 'third.test.ts']);
  assert.equal(status, 1, stdout);
});

test('no test file is lost or run twice, and what counts memory is alone in its process', () => {
  const root = path.resolve(import.meta.dirname, '..');
  const { files } = chooseTests(root, []);
  const groups = groupTests(files, (file) => readFileSync(path.join(root, file), 'utf8'));
  assert.deepEqual(groups.flat().sort(), files.toSorted());
  const weight = 'apps/server/src/telegram/weight.test.ts';
  assert.deepEqual(
    groups.find((group) => group.includes(weight)),
    [weight],
  );
});
