import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.ts';
import { explainOutput } from './explain.ts';
import { startEmbeddedPostgres } from './index.ts';
import { thisMachine } from './machine.ts';
import { startOn } from './start.ts';
import { dataWithOneNote, tempFolder } from './testing.ts';

const onLinux = process.platform === 'linux';

/** The start is refused with this code, in one or two sentences, and the folder is as it was. */
const refuses = async (dataDir: string, code: EmbeddedPostgresErrorCode, words: RegExp): Promise<void> => {
  await assert.rejects(startEmbeddedPostgres({ dataDir }), (error: unknown) => {
    assert.ok(error instanceof EmbeddedPostgresError);
    assert.equal(error.code, code);
    assert.match(error.message, words);
    assert.match(error.message, /^\S.*\.$/s);
    return true;
  });
};

test("another major version's data is refused with both versions named", async (t) => {
  const dataDir = await dataWithOneNote(t);
  fs.writeFileSync(path.join(dataDir, 'PG_VERSION'), '17\n');
  await refuses(dataDir, 'other_major', /PostgreSQL 17.*PostgreSQL 18/);
});

for (const name of ['PG_VERSION', 'global', 'pg_wal', 'postgresql.conf'])
  test(`a data folder without ${name} is called damaged and left alone`, async (t) => {
    const dataDir = await dataWithOneNote(t);
    fs.rmSync(path.join(dataDir, name), { recursive: true });
    const before = fs.readdirSync(dataDir);
    await refuses(dataDir, 'damaged', /is missing/);
    assert.deepEqual(fs.readdirSync(dataDir), before);
  });

test('a data folder with a broken control file is called damaged', async (t) => {
  const dataDir = await dataWithOneNote(t);
  fs.writeFileSync(path.join(dataDir, 'global', 'pg_control'), 'nonsense');
  await refuses(dataDir, 'damaged', /restore the newest backup/);
});

test('a data folder whose write-ahead log is gone is called damaged', async (t) => {
  const dataDir = await dataWithOneNote(t);
  for (const file of fs.readdirSync(path.join(dataDir, 'pg_wal')))
    fs.rmSync(path.join(dataDir, 'pg_wal', file), { recursive: true });
  await refuses(dataDir, 'damaged', /restore the newest backup/);
});

test('a folder of somebody else’s files is never taken for a database', async (t) => {
  const folder = tempFolder(t);
  fs.writeFileSync(path.join(folder, 'letter.txt'), 'dear aunt');
  await refuses(folder, 'damaged', /choose an empty folder/);
  assert.deepEqual(fs.readdirSync(folder), ['letter.txt']);
});

test('a file in place of the folder is refused', async (t) => {
  const name = path.join(tempFolder(t), 'file');
  fs.writeFileSync(name, '');
  await refuses(name, 'bad_folder', /is a file/);
  await refuses(path.join(name, 'pg'), 'bad_folder', /a file is in the way/);
});

test('a path that leads nowhere is refused', async (t) => {
  const link = path.join(tempFolder(t), 'disk');
  fs.symlinkSync(path.join(tempFolder(t), 'unplugged'), link);
  await refuses(path.join(link, 'pg'), 'bad_folder', /leads nowhere/);
  await refuses(path.join(link, 'okno', 'pg'), 'bad_folder', /leads nowhere/);
  assert.equal(fs.existsSync(link), false);
});

if (onLinux)
  test('a folder in which nothing can be made is refused, and not tried for ever', async () => {
    await refuses('/proc/okno/pg', 'bad_folder', /leads nowhere/);
  });

test('a path too long for PostgreSQL is refused', async (t) => {
  await refuses(path.join(tempFolder(t), ...Array<string>(10).fill('y'.repeat(100))), 'bad_folder', /shorter/);
});

test('a setting that would lose acknowledged bookings is refused', async (t) => {
  const dataDir = path.join(tempFolder(t), 'pg');
  for (const settings of [{ fsync: 'off' }, { synchronous_commit: 'local' }, { full_page_writes: 'OFF' }])
    await assert.rejects(startEmbeddedPostgres({ dataDir, settings }), { code: 'unsafe_setting' });
  assert.equal(fs.existsSync(dataDir), false);
});

test('a platform without binaries is named, with the way out', async (t) => {
  const machine = { ...thisMachine(), platform: 'freebsd' as const, arch: 'riscv64' };
  await assert.rejects(startOn({ dataDir: tempFolder(t) }, machine), (error: unknown) => {
    assert.ok(error instanceof EmbeddedPostgresError);
    assert.equal(error.code, 'no_binaries');
    assert.match(error.message, /freebsd-riscv64.*DATABASE_URL/);
    return true;
  });
});

/** Runs the starter inside a mount namespace of its own, where `mounts` made the folder what the test needs. */
const startBehind = (mounts: string, dataDir: string): string => {
  const script = path.join(import.meta.dirname, 'testing-starter.ts');
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const shell = ['--mount', ...user, 'sh', '-ec', `${mounts}\nexec "$0" "$1" "$2"`, process.execPath, script, dataDir];
  const { stderr } = spawnSync('unshare', shell, { encoding: 'utf8', timeout: 20_000 });
  return stderr;
};

if (onLinux)
  test('a full disk is called full, at the first start and at a later one', async (t) => {
    const folder = tempFolder(t);
    const first = startBehind(`mount -t tmpfs -o size=6m none '${folder}'`, path.join(folder, 'pg'));
    assert.match(first, /code: 'disk_full'/);
    assert.match(first, /is full\. Free some space/);
    const dataDir = await dataWithOneNote(t);
    const fill = `mount -t tmpfs -o size=60m none '${folder}'; cp -a '${dataDir}' '${folder}'; cat /dev/zero > '${folder}/zero' 2>/dev/null || true`;
    assert.match(startBehind(fill, path.join(folder, 'pg')), /code: 'disk_full'/);
  });

if (onLinux)
  test('a read-only disk is called so, at the first start and at a later one', async (t) => {
    const folder = tempFolder(t);
    const dataDir = await dataWithOneNote(t);
    const readOnly = `mount -t tmpfs none '${folder}'; cp -a '${dataDir}' '${folder}'; mount -o remount,ro '${folder}'`;
    assert.match(startBehind(readOnly, path.join(folder, 'pg')), /code: 'not_writable'/);
    assert.match(startBehind(readOnly, path.join(folder, 'new')), /code: 'not_writable'/);
  });

test('what PostgreSQL says is passed on when nobody knows better', () => {
  const error = explainOutput('LOG: x\nFATAL:  the moon is in the wrong house\nLOG: y\n', '/srv/data');
  assert.equal(error.code, 'start_failed');
  assert.match(error.message, /the moon is in the wrong house/);
});
