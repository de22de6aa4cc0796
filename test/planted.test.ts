import assert from 'node:assert/strict';
import { type ExecFileException, execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkArchitecture } from './architecture/check.ts';
import { readFiles } from './architecture/tree.ts';

/**
 * What `npm run check` runs must bite. Mistakes are planted in a copy of a part of the project, and every tool must
 * name each one of its kind.
 */
const ROOT = path.resolve(import.meta.dirname, '..');
const COPIED = ['biome.json', 'knip.json', 'package.json', 'tsconfig.json', '.gitignore', 'packages/contract'];
const ALSO_COPIED = ['packages/bot', 'packages/backend/package.json', 'test/architecture'];

const PLANTS: Readonly<Record<string, string>> = {
  'packages/bot/src/planted-driver.ts': "import pg from 'pg';\n\nexport const pool = new pg.Pool();\n",
  'packages/bot/src/planted-telegram.ts': "export type { Emulator } from '@okno/telegram';\n",
  'packages/contract/src/planted-files.ts':
    "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
  'packages/backend/src/modules/services/rules-planted.ts':
    "import type { Ctx } from '../../ctx.ts';\n\nexport type A = Ctx;\n",
  'packages/bot/src/planted-clock.ts': 'export const today = () => Date.now();\n',
  'packages/bot/src/planted-environment.ts': 'export const home = () => process.env;\n',
  'packages/bot/src/planted-promise.ts': 'const send = async () => 1;\n\nexport const start = () => {\n  send();\n};\n',
  'packages/bot/src/planted-callback.ts': 'export const all = (a: string[]) => a.forEach(async (one) => one);\n',
  'packages/bot/src/planted-any.ts': 'export const anything: any = 1;\n',
  'packages/bot/src/planted-ring.ts':
    "export type { Ring as Other } from './planted-ring.ts';\n\nexport type Ring = 1;\n",
  'packages/bot/src/planted-type.ts': "export const count: number = 'three';\n",
  'packages/bot/src/planted-layout.ts': 'export const wide   =   1\n',
  'packages/bot/src/planted-nothing.ts': 'export const one = (given: number): number => given;\n',
};

let copy = '';

/** Installed packages are shared with the project, except our own: those lead into the copy. */
const linkPackages = (): void => {
  const installed = path.join(ROOT, 'node_modules');
  const linked = path.join(copy, 'node_modules');
  mkdirSync(path.join(linked, '@okno'), { recursive: true });
  for (const name of readdirSync(installed))
    if (!name.startsWith('.') && name !== '@okno')
      symlinkSync(path.join(installed, name), path.join(linked, name), 'junction');
  for (const name of readdirSync(path.join(copy, 'packages')))
    symlinkSync(path.join(copy, 'packages', name), path.join(linked, '@okno', name), 'junction');
};

const plant = (): void => {
  for (const [file, text] of Object.entries(PLANTS)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
  appendFileSync(path.join(copy, 'packages/bot/src/index.ts'), "export { used } from './planted-exports.ts';\n");
  writeFileSync(
    path.join(copy, 'packages/bot/src/planted-exports.ts'),
    'export const used = 1;\nexport const unused = 2;\n',
  );
};

before(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'okno-planted-'));
  const filter = (file: string) => !/\.test\.tsx?$|[\\/]node_modules$/.test(file);
  for (const name of [...COPIED, ...ALSO_COPIED])
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true, filter });
  linkPackages();
  plant();
});

after(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a tool of the project in the copy; it must fail. Gives everything it says. */
const complaintsOf = (tool: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const said = (error: ExecFileException | null, stdout: string, stderr: string) =>
      typeof error?.code === 'number' ? resolve(stdout + stderr) : reject(error ?? new Error(`${tool} found nothing`));
    const env = { ...process.env, NO_COLOR: '1' };
    execFile(process.execPath, [path.join(ROOT, 'node_modules', tool), ...args], { cwd: copy, env }, said);
  });

const isNamed = (said: string, file: string, words: string): boolean =>
  said.split('\n').some((line) => line.includes(file) && line.includes(words));

test('Biome names what is planted', async () => {
  const said = await complaintsOf('@biomejs/biome/bin/biome', 'ci', '--colors=off', '--max-diagnostics=none', '.');
  const expected: readonly [string, string][] = [
    ['bot/src/planted-driver.ts', 'lint/style/noRestrictedImports'],
    ['bot/src/planted-driver.ts', 'lint/correctness/noUndeclaredDependencies'],
    ['bot/src/planted-telegram.ts', 'lint/style/noRestrictedImports'],
    ['contract/src/planted-files.ts', 'lint/style/noRestrictedImports'],
    ['services/rules-planted.ts', 'lint/style/noRestrictedImports'],
    ['bot/src/planted-clock.ts', 'plugin'],
    ['bot/src/planted-environment.ts', 'lint/style/noProcessEnv'],
    ['bot/src/planted-promise.ts', 'lint/nursery/noFloatingPromises'],
    ['bot/src/planted-callback.ts', 'lint/nursery/noMisusedPromises'],
    ['bot/src/planted-any.ts', 'lint/suspicious/noExplicitAny'],
    ['bot/src/planted-layout.ts', 'format'],
  ];
  for (const [file, rule] of expected) assert.ok(isNamed(said, file, rule), `${rule} in ${file}\n${said}`);
  assert.ok(!said.includes('planted-nothing.ts'), said);
});

test('the architecture check names what is planted', () => {
  const said = checkArchitecture(readFiles(copy)).join('\n');
  const expected: readonly [string, string][] = [
    ['bot/src/planted-driver.ts', 'may not import pg'],
    ['bot/src/planted-telegram.ts', 'may not import @okno/telegram'],
    ['contract/src/planted-files.ts', 'may not import node:fs'],
    ['services/rules-planted.ts', 'may not import packages/backend/src/ctx.ts'],
    ['bot/src/planted-clock.ts', 'uses Date.now'],
    ['bot/src/planted-environment.ts', 'uses process.env'],
    ['bot/src/planted-ring.ts', 'a ring of imports'],
  ];
  for (const [file, words] of expected) assert.ok(isNamed(said, file, words), `${words} in ${file}\n${said}`);
  assert.ok(!said.includes('planted-nothing.ts'), said);
});

test('knip names the planted file and export that nobody uses', async () => {
  const said = await complaintsOf('knip/bin/knip.js', '--no-progress', '--reporter=compact');
  assert.ok(isNamed(said, 'packages/bot/src/planted-nothing.ts', ''), said);
  assert.ok(isNamed(said, 'packages/bot/src/planted-exports.ts', 'unused'), said);
});

test('the compiler names the planted type error', async () => {
  const said = await complaintsOf('typescript/bin/tsc', '-p', '.', '--checkers', '1');
  assert.ok(isNamed(said, 'packages/bot/src/planted-type.ts', 'error TS2322'), said);
  assert.ok(!said.includes('planted-nothing.ts'), said);
});
