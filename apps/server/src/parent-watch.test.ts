import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { onParentGone } from './parent-watch.ts';

const module = JSON.stringify(path.join(import.meta.dirname, 'parent-watch.ts'));

test('a program learns that its launcher was killed', async () => {
  const child = `const { onParentGone } = await import(${module});
    onParentGone(process.env.OKNO_LAUNCHER_PID, () => { process.stdout.write('alone'); process.exit(); });
    setInterval(() => undefined, 1000); process.stdout.write('watching ');`;
  const launcher = `require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(child)}],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, OKNO_LAUNCHER_PID: String(process.pid) } });`;
  const running = spawn(process.execPath, ['-e', launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  running.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(running.stdout, 'data');
  running.kill('SIGKILL');
  await once(running.stdout, 'end'); // the pipe closes with the last process that holds it
  assert.equal(said, 'watching alone');
});

test('nobody is watched without a launcher, and a living one is not called gone', async () => {
  for (const pid of [undefined, '', 'x', '-1', '0']) onParentGone(pid, () => assert.fail('nobody is watched'))();
  let gone = false;
  const stop = onParentGone(String(process.ppid), () => {
    gone = true;
  });
  stop();
  assert.equal(gone, false);
});
