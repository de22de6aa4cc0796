import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createLog, linesOf } from './log.ts';

type Line = Readonly<Record<string, unknown>>;

const open = () => {
  const lines: Line[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
};

/** A process that logs by `log`, and the events it told. */
const runScript = (script: string) => {
  const address = JSON.stringify(new URL('./log.ts', import.meta.url).href);
  const whole = `import { createLog } from ${address};\nconst log = createLog('info');${script}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', whole], {
    encoding: 'utf8',
  });
  const lines = stdout.trim().split('\n');
  return { status, stderr, events: lines.map((line) => (JSON.parse(line) as Line)['event']) };
};

test('a line says when it was, how bad it is and what, and no secret', () => {
  const { log, lines } = open();
  log.info({ event: 'one', token: 'a secret', request: { headers: { cookie: 'a secret' }, password: 'a secret' } });
  assert.match(String(lines[0]?.['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual({ ...lines[0], time: '' }, { level: 'info', time: '', event: 'one', request: {} });
});

test('the time goes on from line to line', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2031-03-03T08:00:00Z') });
  const { log, lines } = open();
  log.info({ event: 'one' });
  log.info({ event: 'two' });
  t.mock.timers.setTime(Date.parse('2031-03-03T08:00:00.007Z'));
  log.info({ event: 'three' });
  const at = '2031-03-03T08:00:00';
  assert.deepEqual(
    lines.map(({ time }) => time),
    [`${at}.000Z`, `${at}.000Z`, `${at}.007Z`],
  );
});

test('lines whose fields were chosen one by one are written as they are, at the same level', () => {
  const { log, lines } = open();
  const flat = linesOf(log);
  flat.info({ event: 'request', path: '/token', status: 200 });
  flat.debug({ event: 'too quiet' });
  assert.deepEqual(
    lines.map(({ time: _, ...line }) => line),
    [{ level: 'info', event: 'request', path: '/token', status: 200 }],
  );
});

test('what is wrong is handed on at once, ordinary lines are not, and nobody waits for the disk', () => {
  const flushes: unknown[][] = [];
  const out = { write: () => {}, flush: (...words: unknown[]) => void flushes.push(words) };
  const log = createLog('info', out);
  log.info({ event: 'one' });
  assert.deepEqual(flushes, []);
  log.warn({ event: 'two' });
  log.child({ part: 'a part' }).error({ event: 'three' });
  assert.deepEqual(flushes, [[], []], 'whoever gives a callback has the file synced for each line');
});

test('many warnings at once are told, and none of our own besides', () => {
  const { status, stderr, events } = runScript(`
    for (let n = 0; n < 30; n += 1) log.warn({ event: n });
    await new Promise((resolve) => setImmediate(resolve));`);
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(
    events.toSorted((a, b) => Number(a) - Number(b)),
    Array.from({ length: 30 }, (_, n) => n),
  );
});

test('whatever was logged is written when the process ends, perhaps not in its order', () => {
  const { status, events } = runScript(`
    log.info({ event: 'one' });
    log.error({ event: 'two' });
    log.info({ event: 'three' });
    process.exit(3);`);
  // What was under way is written by a thread of its own, and may come after what the end writes.
  assert.deepEqual([status, events.toSorted()], [3, ['one', 'three', 'two']]);
});
