import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { createTestDatabase } from '../support/database.ts';
import { tempFolder } from './support/at-end.ts';
import { addressOf } from './support/database.ts';
import { runOkno, startOkno } from './support/okno.ts';

const said = async (t: TestContext, words: readonly string[], settings: Readonly<Record<string, string>>) => {
  const okno = runOkno(t, words, settings);
  const { code } = await okno.ended;
  return { code, text: okno.stdout() + okno.stderr() };
};

/** A demo that has run and was stopped, and what its rows are. */
const stoppedDemo = async (t: TestContext) => {
  const folder = tempFolder(t);
  const settings = { DATA_DIR: path.join(folder, 'data'), HOST: '127.0.0.1' };
  const okno = await startOkno(t, settings);
  await okno.kill('SIGTERM');
  return { folder, settings };
};

/** The end of what `backup verify` says: rows and tables. */
const rowsOf = (text: string): string => /(\d+ rows in \d+ tables)/.exec(text)?.[1] ?? text;

test('a backup brings a lost database back, on the embedded server and on one of one’s own', async (t) => {
  const { folder, settings } = await stoppedDemo(t);
  const file = path.join(folder, 'one.backup');
  const made = await said(t, ['backup', '--to', file], settings);
  assert.equal(made.code, 0, made.text);
  const verified = await said(t, ['backup', 'verify', file], settings);
  assert.match(verified.text, /The backup is whole: \d{3,} rows/);
  rmSync(path.join(settings.DATA_DIR, 'postgres'), { recursive: true });
  const restored = await said(t, ['restore', file], settings);
  assert.equal(restored.code, 0, restored.text);
  assert.equal(rowsOf(restored.text), rowsOf(verified.text));
  const { connection, drop } = await createTestDatabase();
  t.after(drop);
  const elsewhere = { ...settings, DATABASE_URL: addressOf(connection) };
  const moved = await said(t, ['restore', file], elsewhere);
  assert.equal(rowsOf(moved.text), rowsOf(verified.text), moved.text);
  const back = path.join(folder, 'two.backup');
  await said(t, ['backup', '--to', back], elsewhere);
  assert.equal(rowsOf((await said(t, ['backup', 'verify', back], settings)).text), rowsOf(verified.text));
  const again = await said(t, ['restore', file], elsewhere);
  assert.equal(again.code, 1);
  assert.match(again.text, /not empty.*DATABASE_URL/);
  const okno = await startOkno(t, settings);
  assert.equal((await fetch(`${okno.url}/api/v1/health`)).status, 200);
});

test('data that is there is put aside when that is wished, and otherwise left as it is', async (t) => {
  const { folder, settings } = await stoppedDemo(t);
  const file = path.join(folder, 'one.backup');
  await said(t, ['backup', '--to', file], settings);
  const refused = await said(t, ['restore', file], settings);
  assert.deepEqual([refused.code, readdirSync(settings.DATA_DIR).includes('postgres')], [1, true]);
  assert.match(refused.text, /--replace/);
  const spoilt = path.join(folder, 'spoilt.backup');
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  writeFileSync(spoilt, bytes);
  const bad = await said(t, ['restore', spoilt, '--replace'], settings);
  assert.equal(bad.code, 1);
  assert.match(bad.text, /was not restored/);
  const names = () => readdirSync(settings.DATA_DIR).filter((name) => name.startsWith('postgres'));
  assert.deepEqual(names(), ['postgres']);
  const done = await said(t, ['restore', file, '--replace'], settings);
  assert.equal(done.code, 0, done.text);
  assert.equal(names().length, 2);
  assert.ok(names().some((name) => name.startsWith('postgres-before-')));
});

test('nothing is restored while the program runs, nor with another key for the secrets', async (t) => {
  const { folder, settings } = await stoppedDemo(t);
  const file = path.join(folder, 'one.backup');
  await said(t, ['backup', '--to', file], settings);
  const other = { ...settings, ENCRYPTION_KEY: randomBytes(32).toString('hex') };
  assert.match((await said(t, ['restore', file, '--replace'], other)).text, /another ENCRYPTION_KEY/);
  await startOkno(t, settings);
  assert.match((await said(t, ['restore', file, '--replace'], settings)).text, /Okno is running/);
  assert.ok(existsSync(path.join(settings.DATA_DIR, 'postgres')));
});
