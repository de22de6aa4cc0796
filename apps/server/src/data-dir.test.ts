import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { assertDataDirPossible, makeDataDir } from './data-dir.ts';
import { OperatorError } from './problem.ts';

const tempFolder = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'okno-data-dir-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** It is refused with these words, as something that whoever runs the program can mend. */
const refuses = async (folder: string, words: RegExp): Promise<void> => {
  await assert.rejects(makeDataDir(folder), (error: unknown) => {
    assert.ok(error instanceof OperatorError);
    assert.match(error.message, words);
    return true;
  });
};

test('the folder is made with those above it, and may be there already', async (t) => {
  const folder = join(tempFolder(t), 'a', 'b', 'c');
  assertDataDirPossible(folder);
  assert.equal(existsSync(join(folder, '..', '..')), false);
  await makeDataDir(folder);
  await makeDataDir(folder);
  assertDataDirPossible(folder);
  assert.ok(existsSync(folder));
});

test('a file in the way is named as such', async (t) => {
  const file = join(tempFolder(t), 'file');
  writeFileSync(file, '');
  await refuses(file, /is a file/);
  await refuses(join(file, 'a'), /lies below a file/);
  for (const folder of [file, join(file, 'a')])
    assert.throws(() => assertDataDirPossible(folder), /is a file|below a file/);
});

test('a link to a disk that is not there is told', async (t) => {
  const link = join(tempFolder(t), 'disk');
  symlinkSync(join(tempFolder(t), 'unplugged'), link, 'junction');
  await refuses(link, /leads nowhere/);
  await refuses(join(link, 'a', 'b'), /leads nowhere/);
  for (const folder of [link, join(link, 'a')]) assert.throws(() => assertDataDirPossible(folder), /leads nowhere/);
});

if (process.platform === 'linux')
  test('where nothing can be made, nothing is tried for ever', async () => {
    await refuses('/proc/okno/data', /leads nowhere/);
  });
