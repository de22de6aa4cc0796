import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { tempFolder } from '../e2e/support/at-end.ts';
import { requireProgram } from '../support/requires.ts';
import { DEPLOY, readDeploy } from './files.ts';

const UNITS = ['okno.service', 'okno@.service'];
/** Of ten points of exposure; what V8 and the embedded PostgreSQL need costs 1.4. */
const MOST_EXPOSED = '20';

test('systemd understands the units, and finds them well shut off', async (t) => {
  const analyze = requireProgram(t, 'systemd-analyze');
  if (analyze === null) return;
  const folder = tempFolder(t);
  const run = (...words: string[]) => promisify(execFile)(analyze, words);
  const verify = async (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return run('verify', '--man=no', '--generators=no', file);
  };
  for (const name of UNITS) {
    await run('security', '--offline=true', `--threshold=${MOST_EXPOSED}`, path.join(DEPLOY, 'systemd', name));
    // The program lies elsewhere on this machine.
    const text = readDeploy(`systemd/${name}`).replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`);
    const { stderr } = await verify(name, text);
    assert.doesNotMatch(stderr, new RegExp(name.replace('@', '@?')), stderr);
  }
  const wrong = readDeploy('systemd/okno.service').replace(/^ProtectHome=yes$/m, 'ProtectHouse=yes');
  const { stderr } = await verify('wrong.service', wrong.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
  assert.match(stderr, /Unknown key( name)? 'ProtectHouse'/);
  await assert.rejects(run('security', '--offline=true', '--threshold=10', path.join(DEPLOY, 'systemd/okno.service')));
});

/** The unit that `systemd-run` with these words makes. */
const unitOf = (line: string): string => {
  const [, ...words] = line.split(' ');
  const properties = words.flatMap((word, index) => (words[index - 1] === '-p' ? [word] : []));
  const named = (name: string) =>
    words.flatMap((word) => (word.startsWith(`--${name}=`) ? [word.slice(name.length + 3)] : []));
  const begin = words.findIndex((word) => word.startsWith('/'));
  return [
    '[Service]',
    'Type=exec',
    ...properties,
    ...named('uid').map((user) => `User=${user}`),
    ...named('gid').map((group) => `Group=${group}`),
    ...named('setenv').map((variable) => `Environment=${variable}`),
    `ExecStart=${[process.execPath, ...words.slice(begin + 1)].join(' ')}`,
    '',
  ].join('\n');
};

test('systemd understands the unit of the command in the documents, which has the user, the folder and the data of the service', async (t) => {
  const analyze = requireProgram(t, 'systemd-analyze');
  if (analyze === null) return;
  const [line = ''] = /^systemd-run .+$/m.exec(readFileSync(path.join(DEPLOY, '../docs/install.md'), 'utf8')) ?? [];
  const unit = unitOf(line);
  const service = readDeploy('systemd/okno.service');
  for (const key of ['User', 'Group', 'WorkingDirectory', 'UMask', 'LoadCredential']) {
    const [told] = new RegExp(`^${key}=.+$`, 'm').exec(service) ?? [];
    assert.ok(told !== undefined && unit.split('\n').includes(told), key);
  }
  assert.match(service, /^Environment=DATA_DIR=\/var\/lib\/okno TMPDIR=\/var\/lib\/okno /m);
  assert.match(unit, /^Environment=DATA_DIR=\/var\/lib\/okno\nEnvironment=TMPDIR=\/var\/lib\/okno$/m);
  const folder = tempFolder(t);
  const verify = async (text: string) => {
    const file = path.join(folder, 'okno-once.service');
    writeFileSync(file, text);
    return (await promisify(execFile)(analyze, ['verify', '--man=no', '--generators=no', file])).stderr;
  };
  assert.doesNotMatch(await verify(unit), /okno-once/);
  assert.match(await verify(unit.replace('UMask=', 'Umask=')), /okno-once.*Unknown key( name)? 'Umask'/);
});
