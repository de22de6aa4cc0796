import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { ConfigError, readConfig } from './config.ts';

const fileWith = (t: TestContext, text: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'okno-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'secret');
  writeFileSync(file, text);
  return file;
};

const SECRET = 'a-secret-of-16-characters';

test('a setting may stand in a file, whose last line may end or not', (t) => {
  for (const text of [SECRET, `${SECRET}\n`, `${SECRET}\r\n`])
    assert.equal(readConfig({ METRICS_TOKEN_FILE: fileWith(t, text) }).METRICS_TOKEN, SECRET);
  assert.deepEqual(
    readConfig({ TELEGRAM_BOT_API_KEY_FILE: fileWith(t, `${SECRET},${SECRET}2\n`) }).TELEGRAM_BOT_API_KEY,
    [SECRET, `${SECRET}2`],
  );
});

test('an empty file, and an empty name of one, count as left out', (t) => {
  assert.equal(readConfig({ METRICS_TOKEN_FILE: fileWith(t, '\n') }).METRICS_TOKEN, undefined);
  assert.equal(readConfig({ METRICS_TOKEN_FILE: '', METRICS_TOKEN: SECRET }).METRICS_TOKEN, SECRET);
});

const complaintOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  throw new Error('it was not refused');
};

test('a setting that is given twice, a file that is not there, and a wrong value are told without the value', (t) => {
  const file = fileWith(t, SECRET);
  assert.equal(
    complaintOf({ METRICS_TOKEN: SECRET, METRICS_TOKEN_FILE: file }),
    'METRICS_TOKEN and METRICS_TOKEN_FILE are both set: leave one out',
  );
  assert.match(complaintOf({ METRICS_TOKEN_FILE: '/nowhere/at/all' }), /^METRICS_TOKEN_FILE .*\(ENOENT\): \/nowhere/);
  assert.match(complaintOf({ METRICS_TOKEN_FILE: path.dirname(file) }), /\(EISDIR\)/);
  const wrong = complaintOf({ DATABASE_URL_FILE: file, ENCRYPTION_KEY_FILE: file, TELEGRAM_BOT_TOKEN_FILE: file });
  for (const name of ['DATABASE_URL', 'ENCRYPTION_KEY', 'TELEGRAM_BOT_TOKEN'])
    assert.match(wrong, new RegExp(`^${name} must`, 'm'));
  assert.doesNotMatch(wrong, /a-secret/);
});
