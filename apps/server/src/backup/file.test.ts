import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { BackupError, type BackupPart } from '@okno/backend';
import { generateX25519Identity } from 'age-encryption';
import { readBackupFile, writeBackupFile } from './file.ts';

const PARTS: readonly BackupPart[] = [
  { part: 'begin', at: '2031-03-31T03:00:00.000Z', server_version: '18.4', migrations: [], tables: ['notes'] },
  { part: 'table', name: 'notes', columns: ['id'] },
  { part: 'rows', bytes: Buffer.from('1\n2\n'.repeat(5_000)) },
  { part: 'rows', bytes: Buffer.from('3\n') },
  { part: 'table_end', name: 'notes', rows: 10_001, digest: 'ab' },
  { part: 'end' },
];

async function* stream(parts: readonly BackupPart[]): AsyncGenerator<BackupPart> {
  yield* parts;
}

const tempFile = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'okno-backup-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'a b.backup');
};

const readAll = async (file: string, key?: string): Promise<BackupPart[]> => {
  const parts: BackupPart[] = [];
  await using backup = await readBackupFile(file, key);
  for await (const part of backup.parts)
    parts.push(part.part === 'rows' ? { ...part, bytes: Buffer.from(part.bytes) } : part);
  return parts;
};

const KEY = await generateX25519Identity();
const write = (file: string, key?: string) => writeBackupFile(file, stream(PARTS), { key, sealed_with: 'abcdefgh' });

for (const key of [undefined, KEY])
  test(`a backup ${key === undefined ? 'without a key' : 'that is locked'} is read as it was written`, async (t) => {
    const file = tempFile(t);
    const written = await write(file, key);
    assert.equal(written.rows, 10_001);
    assert.deepEqual(await readAll(file, key), PARTS);
    await using backup = await readBackupFile(file, key);
    assert.equal(backup.head.sealed_with, 'abcdefgh');
    assert.equal(statSync(file).mode & 0o777, 0o600, 'for nobody else');
    assert.deepEqual(readdirSync(join(file, '..')), ['a b.backup'], 'no draft is left');
  });

for (const key of [undefined, KEY])
  test(`wherever a byte of a backup ${key === undefined ? 'without a key' : 'that is locked'} is another, it is refused`, async (t) => {
    const file = tempFile(t);
    await write(file, key);
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += key === undefined ? 7 : 11) {
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      writeFileSync(file, spoilt);
      const read = await readAll(file, key).catch((error: unknown) => error);
      if (read instanceof BackupError) continue;
      // A bit of the frame of the compression that says nothing: what comes out is the same all the same.
      assert.deepEqual(read, PARTS, `byte ${at}`);
    }
  });

test('a backup that was cut is refused, wherever it was cut', async (t) => {
  const file = tempFile(t);
  await write(file);
  const bytes = readFileSync(file);
  for (const length of [0, 3, 20, Math.floor(bytes.length / 2), bytes.length - 1]) {
    writeFileSync(file, bytes.subarray(0, length));
    await assert.rejects(readAll(file), BackupError, `${length} bytes`);
  }
});

test('a locked backup needs its own key, and says so', async (t) => {
  const file = tempFile(t);
  await write(file, KEY);
  await assert.rejects(readBackupFile(file, undefined), /name its key in BACKUP_KEY/);
  await assert.rejects(readBackupFile(file, await generateX25519Identity()), /another key/);
  assert.doesNotMatch(readFileSync(file, 'latin1'), /notes/);
});

test('what is no backup is refused with a sentence', async (t) => {
  const file = tempFile(t);
  await assert.rejects(readBackupFile(file, undefined), /cannot be read \(ENOENT\)/);
  for (const text of ['a letter', 'age-encryption, as we know it']) {
    writeFileSync(file, text);
    await assert.rejects(readAll(file), /this is no backup of Okno/);
  }
  await write(file);
  writeFileSync(file, readFileSync(file).subarray(0, 20));
  await assert.rejects(readAll(file), /damaged or was cut/, 'one of ours is not called another thing');
});

test('when writing fails nothing is left, and what was there stays', async (t) => {
  const file = tempFile(t);
  await write(file);
  async function* broken(): AsyncGenerator<BackupPart> {
    yield* PARTS.slice(0, 3);
    throw new Error('the server went away');
  }
  await assert.rejects(writeBackupFile(file, broken(), { key: undefined, sealed_with: '' }), /went away/);
  assert.deepEqual(readdirSync(join(file, '..')), ['a b.backup']);
  assert.deepEqual(await readAll(file), PARTS);
});

/** How often this process has the file open. */
const timesOpen = (file: string): number =>
  readdirSync('/proc/self/fd').filter((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`) === file;
    } catch {
      return false; // the handle with which the folder itself was read
    }
  }).length;

for (const key of [undefined, KEY])
  test(`a backup ${key === undefined ? 'without a key' : 'that is locked'} is closed when nobody reads it to its end`, {
    skip: process.platform !== 'linux',
  }, async (t) => {
    const file = tempFile(t);
    await writeBackupFile(file, noise(), { key, sealed_with: 'abcdefgh' });
    {
      await using backup = await readBackupFile(file, key);
      assert.equal(backup.head.sealed_with, 'abcdefgh');
      assert.equal(timesOpen(file), 1, 'it is read a piece at a time');
    }
    assert.equal(timesOpen(file), 0);
  });

test('a backup that is refused at its beginning is closed', { skip: process.platform !== 'linux' }, async (t) => {
  const file = tempFile(t);
  await write(file, KEY);
  await assert.rejects(readBackupFile(file, undefined), BackupError);
  assert.equal(timesOpen(file), 0);
});

/** Too much to be read at once, and nothing that compression makes small. */
async function* noise(): AsyncGenerator<BackupPart> {
  for (let n = 0; n < 40; n += 1) yield { part: 'rows', bytes: randomBytes(2 ** 18) };
}

test('a backup that is broken off leaves nothing, and whoever gave the rows is told to stop', async (t) => {
  const file = tempFile(t);
  const ending = new AbortController();
  let told = false;
  async function* endless(): AsyncGenerator<BackupPart> {
    try {
      for (let n = 0; ; n += 1) {
        if (n === 5) ending.abort();
        yield { part: 'rows', bytes: Buffer.from('1\n') };
      }
    } finally {
      told = true;
    }
  }
  const how = { key: undefined, sealed_with: '', signal: ending.signal };
  await assert.rejects(writeBackupFile(file, endless(), how), { name: 'AbortError' });
  assert.deepEqual([readdirSync(join(file, '..')), told], [[], true]);
});
