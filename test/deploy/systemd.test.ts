import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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
