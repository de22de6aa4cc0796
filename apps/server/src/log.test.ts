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

test('whatever was logged is written when the process ends', () => {
  const script = `
    import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)};
    const log = createLog('info');
    log.info({ event: 'one' });
    log.error({ event: 'two' });
    log.info({ event: 'three' });
    process.exit(3);`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as Line)['event']);
  assert.deepEqual([status, events.toSorted()], [3, ['one', 'three', 'two']]);
});
