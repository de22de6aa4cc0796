import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { backupName } from '../../apps/server/src/backup/keep.ts';
import { backupFolder } from '../../apps/server/src/backup/make.ts';
import { restoreBackup } from '../../apps/server/src/backup/restore.ts';
import { readState } from '../../apps/server/src/backup/state.ts';
import { readConfig } from '../../apps/server/src/config.ts';
import { OperatorError } from '../../apps/server/src/problem.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Place, tempFolder, until } from './support/at-end.ts';
import { addressOf } from './support/database.ts';
import { runOkno, startOkno } from './support/okno.ts';

type Settings = Readonly<Record<string, string>> & { readonly DATA_DIR: string };

const said = async (t: Place, words: readonly string[], settings: Settings) => {
  const okno = runOkno(t, words, settings);
  const { code } = await okno.ended;
  return { code, text: okno.stdout() + okno.stderr() };
};

/** What is said to a restore that is not done; the program says it and ends with 1, which costs more to look at. */
const refusalOf = async (file: string, settings: Settings): Promise<string> => {
  const wish = {
    file,
    config: readConfig(settings),
    mayReplace: async () => true,
    without_key: false,
    now: new Date(),
  };
  try {
    await restoreBackup(wish);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  throw new Error('it was restored');
};

const settingsOf = (folder: string): Settings => ({ DATA_DIR: path.join(folder, 'data'), HOST: '127.0.0.1' });

/** A demo that ran and was stopped, a backup that was made of it while it ran, and what was said to a restore meanwhile. */
const runDemo = async (t: Place) => {
  const folder = tempFolder(t);
  const [settings, file] = [settingsOf(folder), path.join(folder, 'one.backup')];
  const okno = await startOkno(t, settings);
  const made = await said(t, ['backup', '--to', file], settings);
  assert.equal(made.code, 0, made.text);
  assert.match(made.text, / rows, [1-9]\d* KiB, /);
  const meanwhile = await refusalOf(file, settings);
  await okno.kill('SIGTERM');
  return { folder, file, made, meanwhile };
};

const demo = await runDemo({ after });

/** The data of the demo, for one test alone. */
const stoppedDemo = (t: TestContext) => {
  const folder = tempFolder(t);
  const settings = settingsOf(folder);
  cpSync(path.join(demo.folder, 'data'), settings.DATA_DIR, { recursive: true, preserveTimestamps: true });
  return { folder, settings, file: demo.file };
};

/** How many rows it says there are. */
const rowsOf = (text: string): string => /(\d+) rows/.exec(text)?.[1] ?? text;
const ROWS = rowsOf(demo.made.text);

test('a backup comes back on a server of one’s own, and one of that on the embedded server', async (t) => {
  const { folder, settings, file } = stoppedDemo(t);
  assert.match(ROWS, /^\d{3,}$/);
  const { connection, drop } = await createTestDatabase();
  t.after(drop);
  const elsewhere = { ...settings, DATABASE_URL: addressOf(connection) };
  const moved = await said(t, ['restore', file], elsewhere);
  assert.deepEqual([moved.code, rowsOf(moved.text)], [0, ROWS], moved.text);
  const two = path.join(folder, 'two.backup');
  await said(t, ['backup', '--to', two], elsewhere);
  // Among the daily ones it is noted that it came back.
  const daily = backupFolder(readConfig(settings));
  const back = path.join(daily, backupName(new Date('2026-03-02T03:00:00Z')));
  mkdirSync(daily, { recursive: true });
  cpSync(two, back);
  const verified = await said(t, ['backup', 'verify', back], settings);
  const { checked } = await readState(daily);
  assert.deepEqual(
    [checked?.name, checked?.made_at, String(checked?.rows)],
    [path.basename(back), Date.parse('2026-03-02T03:00:00Z'), ROWS],
  );
  assert.match(verified.text, /The backup is whole: /);
  assert.equal(rowsOf(verified.text), ROWS);
  assert.match(await refusalOf(file, elsewhere), /not empty.*DATABASE_URL/);
});

/** Every file below a folder, how long it is and when it was written. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, found: statSync(path.join(folder, name)) }))
    .map(({ name, found }) => `${name} ${found.size} ${found.mtimeMs}`)
    .sort();

/** Whether a server runs on this data and answers: it says so in the last line of the file that tells of it. */
const isReady = (data: string): boolean => {
  const file = path.join(data, 'postmaster.pid');
  return existsSync(file) && readFileSync(file, 'utf8').trimEnd().endsWith('ready');
};

test('data that is there is put aside when that is wished, and otherwise left as it is, also when the program is killed', async (t) => {
  const { folder, settings, file } = stoppedDemo(t);
  const data = path.join(settings.DATA_DIR, 'postgres');
  const before = filesIn(data);
  const refused = await said(t, ['restore', file], settings);
  assert.equal(refused.code, 1);
  assert.match(refused.text, /--replace/);
  const spoilt = path.join(folder, 'spoilt.backup');
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  writeFileSync(spoilt, bytes);
  assert.match(await refusalOf(spoilt, settings), /was not restored/);
  const names = () => readdirSync(settings.DATA_DIR).filter((name) => name.startsWith('postgres'));
  assert.deepEqual(names(), ['postgres']);
  const killed = runOkno(t, ['restore', file, '--replace'], settings);
  await until('its server answers', () => isReady(`${data}-restoring`), 60_000);
  assert.equal((await killed.kill('SIGKILL')).signal, 'SIGKILL', killed.stdout());
  assert.deepEqual(filesIn(data), before, 'nothing that was there was touched');
  const done = await said(t, ['restore', file, '--replace'], settings);
  assert.deepEqual([done.code, rowsOf(done.text)], [0, ROWS], done.text);
  const [now, put, ...more] = names();
  assert.deepEqual([now, more], ['postgres', []]);
  assert.match(put ?? '', /^postgres-before-/);
  assert.deepEqual(filesIn(path.join(settings.DATA_DIR, put ?? '')), before);
  const okno = await startOkno(t, settings);
  assert.equal((await fetch(`${okno.url}/api/v1/health`)).status, 200);
});

test('nothing is restored while the program runs, nor with another key for the secrets', async (t) => {
  assert.match(demo.meanwhile, /Okno is running/);
  const { settings, file } = stoppedDemo(t);
  const data = path.join(settings.DATA_DIR, 'postgres');
  const before = filesIn(data);
  const other = { ...settings, ENCRYPTION_KEY: randomBytes(32).toString('hex') };
  assert.match(await refusalOf(file, other), /another ENCRYPTION_KEY/);
  assert.deepEqual(filesIn(data), before);
});
