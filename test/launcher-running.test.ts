import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { tempFolder } from './e2e/support/at-end.ts';

const load = (name: string) => import(new URL(`../scripts/${name}`, import.meta.url).href);

const check: {
  runSteps(stages: { name: string; work(): Promise<number> }[][]): Promise<{ name: string; outcome: string }[]>;
} = await load('check.mjs');
const running: {
  run(command: string, args: readonly string[], options: { cwd: string; write(chunk: Buffer): void }): Promise<number>;
  exitCodeOf(code: number | null, signal: string | null): number;
  forwardSignals(send: (signal: string) => void, now: () => number): () => void;
} = await load('run.mjs');

test('the check ends with the stage that failed and says what did not run', async () => {
  const step = (name: string, code: number) => ({ name, work: () => Promise.resolve(code) });
  const results = await check.runSteps([[step('types', 2), step('lint', 0)], [step('tests', 0)], [step('more', 0)]]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['failed', 'passed', 'not run', 'not run'],
  );
  const broken = { name: 'gone', work: () => Promise.reject(new Error('there is no such program')) };
  assert.deepEqual(await check.runSteps([[broken, step('lint', 0)]]), [
    { name: 'gone', outcome: 'failed' },
    { name: 'lint', outcome: 'passed' },
  ]);
});

test('a signal that comes twice at once is one wish, and later a second one', () => {
  const sent: string[] = [];
  let time = 0;
  const stop = running.forwardSignals(
    (signal) => sent.push(signal),
    () => time,
  );
  process.emit('SIGINT');
  process.emit('SIGINT');
  time = 5000;
  process.emit('SIGINT');
  process.emit('SIGHUP');
  stop();
  assert.deepEqual(sent, ['SIGINT', 'SIGINT', 'SIGTERM']);
});

test('every press is passed on, however many follow one another', () => {
  const sent: string[] = [];
  let time = 0;
  const stop = running.forwardSignals(
    (signal) => sent.push(signal),
    () => time,
  );
  for (let press = 0; press < 9; press += 1) {
    time = press * 700;
    process.emit('SIGINT');
    // What npm passes on a little later is the same press, and keeps nobody from the next one.
    time += 150;
    process.emit('SIGINT');
  }
  // Somebody who never lets go is heard as well.
  for (time = 10_000; time < 11_000; time += 50) process.emit('SIGTERM');
  stop();
  assert.deepEqual(sent, [...Array(9).fill('SIGINT'), ...Array(5).fill('SIGTERM')]);
});

test('exit codes are passed on as shells count them', () => {
  assert.equal(running.exitCodeOf(3, null), 3);
  assert.equal(running.exitCodeOf(null, 'SIGTERM'), 143);
});

test('what a program writes is handed over whole when it is asked for', async () => {
  const chunks: Buffer[] = [];
  const program = "process.stdout.write('x'.repeat(1_000_000)); process.stderr.write('y'); process.exitCode = 4";
  const code = await running.run(process.execPath, ['-e', program], {
    cwd: import.meta.dirname,
    write: (chunk) => chunks.push(chunk),
  });
  const said = Buffer.concat(chunks).toString();
  assert.deepEqual([code, said.replaceAll('y', '').length, said.includes('y')], [4, 1_000_000, true]);
});

test('the launcher passes SIGTERM to its program once and takes over its exit code', async (t) => {
  const folder = tempFolder(t);
  const url = JSON.stringify(new URL('../scripts/run.mjs', import.meta.url).href);
  writeFileSync(
    path.join(folder, 'child.mjs'),
    `process.on('SIGTERM', () => { process.stdout.write('asked '); setTimeout(() => process.exit(7), 100); });
    setInterval(() => undefined, 1000); process.stdout.write('ready ' + (process.env.OKNO_LAUNCHER_PID === String(process.ppid)) + ' ');`,
  );
  writeFileSync(
    path.join(folder, 'parent.mjs'),
    `const { run } = await import(${url}); process.exitCode = await run(process.execPath, ['child.mjs'], { cwd: ${JSON.stringify(folder)} });`,
  );
  const parent = spawn(process.execPath, [path.join(folder, 'parent.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  parent.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(parent.stdout, 'data');
  parent.kill('SIGTERM');
  const [code]: (number | null)[] = await once(parent, 'close');
  assert.equal(said, 'ready true asked ');
  assert.equal(code, 7);
});
