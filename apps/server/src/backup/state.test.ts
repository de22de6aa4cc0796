import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readConfig } from '../config.ts';
import { lookAtBackups } from '../doctor/look-at-backups.ts';
import { backupName } from './keep.ts';
import { noteVerified } from './note-verified.ts';
import { readState, writeState } from './state.ts';

const tempFolder = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'okno-state-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('two that write at once, of containers whose processes have the same number, do not take each other’s draft', async (t) => {
  const folder = tempFolder(t);
  const at = Date.parse('2031-03-10T03:00:00Z');
  await Promise.all(['one', 'two', 'three'].map((name) => writeState(folder, { copied: { name, at } })));
  assert.deepEqual(readdirSync(folder), ['state.json']);
});

const isRoot = process.getuid?.() === 0;
const SERVICE = 12_345;

test('what root writes belongs to the owner of the folder, whose daily backups have to read it', {
  skip: !isRoot,
}, async (t) => {
  const folder = tempFolder(t);
  chownSync(folder, SERVICE, SERVICE);
  await writeState(folder, { copied: { name: 'one', at: 0 } });
  const { uid, gid, mode } = statSync(join(folder, 'state.json'));
  assert.deepEqual([uid, gid, mode & 0o777], [SERVICE, SERVICE, 0o600]);
});

test('one that another user has written for themselves alone is told with what to do, by doctor as well', async (t) => {
  const folder = tempFolder(t);
  await writeState(folder, { copied: { name: 'one', at: 0 } });
  chmodSync(join(folder, 'state.json'), 0);
  chmodSync(folder, 0o755);
  // Root reads everything.
  if (isRoot) process.seteuid?.(SERVICE);
  try {
    const sentence =
      /okno-state-.*state\.json' may not be read by this user, .*: give it back with `sudo chown --reference='\S+' '\S+state\.json'`\.$/;
    await assert.rejects(readState(folder), { message: sentence });
    await assert.rejects(writeState(folder, {}), { message: sentence });
    const config = readConfig({ PUBLIC_URL: 'http://127.0.0.1', BACKUP_DIR: folder });
    const [found] = await lookAtBackups(config);
    assert.deepEqual([found?.what, found?.level], ['backups', 'wrong']);
    assert.match(found?.advice ?? '', sentence);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test('a folder that may not be entered is named, and the file in it is not blamed', async (t) => {
  const folder = join(tempFolder(t), 'our backups');
  mkdirSync(folder);
  await writeState(folder, { copied: { name: 'one', at: 0 } });
  chmodSync(join(folder, '..'), 0o755);
  chmodSync(folder, 0);
  if (isRoot) process.seteuid?.(SERVICE);
  try {
    const message = /^The folder '\S+\/our backups' may not be entered by this user: [^`]+\.$/;
    await assert.rejects(readState(folder), { message });
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
});

/** A folder with a daily backup. */
const withBackup = (t: TestContext) => {
  const folder = tempFolder(t);
  const file = join(folder, backupName(new Date('2031-03-10T03:00:00Z')));
  writeFileSync(file, 'seven');
  const warned: string[] = [];
  return { folder, file, warned, warn: (line: string) => void warned.push(line) };
};

test('that a daily backup came back whole is written down', async (t) => {
  const { folder, file, warned, warn } = withBackup(t);
  await noteVerified({ folder, file, rows: 7, warn });
  const { checked } = await readState(folder);
  assert.deepEqual([checked?.made_at, checked?.rows, checked?.bytes], [Date.parse('2031-03-10T03:00:00Z'), 7, 5]);
  assert.deepEqual(warned, []);
});

test('where it cannot be written down, that is said in a line, and the backup is no worse for it', async (t) => {
  const { folder, file, warned, warn } = withBackup(t);
  mkdirSync(join(folder, 'state.json'));
  await noteVerified({ folder, file, rows: 7, warn });
  assert.equal(warned.length, 1);
  assert.match(warned[0] ?? '', /^That it is whole could not be written down in .*okno-state-.*: EISDIR[^\n]*\n$/);
});
