import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { startEmbeddedPostgres } from '../embedded/index.ts';
import { sweepLeftovers } from './leftovers.ts';

const NOW = Date.parse('2031-03-10T03:00:00Z');
const HOUR_MS = 3_600_000;

/** A folder of backups, and one for temporary files that is that of this process until the test ends. */
const openFolders = (t: TestContext) => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'okno-left-')));
  const [backups, temporary] = [path.join(root, 'backups'), path.join(root, 'tmp')];
  for (const folder of [backups, temporary]) mkdirSync(folder);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(root, { recursive: true });
  });
  return { backups, temporary };
};

const age = (file: string, hours: number): string => {
  const at = new Date(NOW - hours * HOUR_MS);
  utimesSync(file, at, at);
  return file;
};
const makeFile = (folder: string, name: string, hours: number): string => {
  const file = path.join(folder, name);
  writeFileSync(file, 'x');
  return age(file, hours);
};
const makeFolder = (folder: string, name: string, hours: number): string => {
  const made = path.join(folder, name);
  mkdirSync(path.join(made, 'postgres'), { recursive: true });
  writeFileSync(path.join(made, 'postgres', 'x'), 'x');
  return age(made, hours);
};

test('what a killed backup left goes after a day; younger pieces, backups and strange files stay', async (t) => {
  const { backups, temporary } = openFolders(t);
  const left = [
    makeFolder(temporary, 'okno-verify-a1', 25),
    makeFolder(backups, 'fetched-a1', 25),
    makeFile(backups, 'okno-2031-03-01T030000Z.backup.part', 25),
  ];
  const kept = [
    makeFolder(temporary, 'okno-verify-b2', 23),
    makeFolder(temporary, 'another-b2', 25),
    makeFolder(backups, 'fetched-b2', 23),
    makeFile(backups, 'okno-2031-03-09T030000Z.backup.part', 23),
    makeFile(backups, 'okno-2031-03-01T030000Z.backup', 200),
    makeFile(backups, 'broken.backup', 200),
    makeFile(backups, 'state.json', 200),
  ];
  assert.deepEqual((await sweepLeftovers(backups, NOW)).sort(), left.toSorted());
  assert.deepEqual(left.filter(existsSync), []);
  assert.deepEqual(kept.filter(existsSync), kept);
});

test('without a folder of backups there is nothing to sweep', async (t) => {
  const { backups } = openFolders(t);
  rmSync(backups, { recursive: true });
  assert.deepEqual(await sweepLeftovers(backups, NOW), []);
});

test('a trial server that still runs keeps its folder, however old that is', async (t) => {
  const { backups, temporary } = openFolders(t);
  const trial = path.join(temporary, 'okno-verify-c3');
  mkdirSync(trial);
  const server = await startEmbeddedPostgres({ dataDir: path.join(trial, 'postgres') });
  try {
    age(trial, 100);
    assert.deepEqual(await sweepLeftovers(backups, NOW), []);
  } finally {
    await server.stop();
  }
  age(trial, 100);
  assert.deepEqual(await sweepLeftovers(backups, NOW), [trial]);
});
