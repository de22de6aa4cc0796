import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { findProgram } from './requires.ts';

const tempFolder = (t: TestContext): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'okno-requires-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** Runs a test file that needs a program nobody has; gives what the runner says. */
const runNeedy = (t: TestContext, variables: Record<string, string>) => {
  const folder = tempFolder(t);
  const file = path.join(folder, 'needy.test.ts');
  const absent = path.join(folder, 'absent.jsonl');
  const requires = path.join(import.meta.dirname, 'requires.ts');
  writeFileSync(
    file,
    `import { test } from 'node:test'; import { requireProgram } from ${JSON.stringify(requires)};
    test('needs it', (t) => { if (!requireProgram(t, 'no-such-program')) return; throw new Error('went on'); });`,
  );
  const { NODE_TEST_CONTEXT: _inner, CI: _ci, ...rest } = process.env;
  const env = { ...rest, ...variables, OKNO_TEST_ABSENT: absent };
  const { status, stdout } = spawnSync(process.execPath, ['--test', file], { env, encoding: 'utf8' });
  return { status, stdout, absent };
};

test('a program is found on PATH under any of its names, if it can be run', (t) => {
  const folder = tempFolder(t);
  writeFileSync(path.join(folder, 'google-chrome'), '#!/bin/sh\n');
  assert.equal(findProgram('chromium', `/nowhere${path.delimiter}${folder}`), null);
  chmodSync(path.join(folder, 'google-chrome'), 0o755);
  assert.equal(findProgram('chromium', `/nowhere${path.delimiter}${folder}`), path.join(folder, 'google-chrome'));
});

test('a test without its program is skipped loudly and written down', (t) => {
  const { status, stdout, absent } = runNeedy(t, {});
  assert.equal(status, 0);
  assert.match(stdout, /NOT TESTED/);
  assert.deepEqual(JSON.parse(readFileSync(absent, 'utf8')), { program: 'no-such-program', test: 'needs it' });
});

test('in CI a test without its program fails', (t) => {
  const { status, stdout } = runNeedy(t, { CI: 'true' });
  assert.equal(status, 1);
  assert.match(stdout, /must not be left out/);
});
