import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakOffFirst, type Closers, closeAll } from './closers.ts';

test('everything is ended, the latest first, also when something on the way cannot be', async () => {
  const ended: string[] = [];
  const failures: unknown[] = [];
  const close = (name: string) => async () => ended.push(name);
  const broken = () => Promise.reject(new Error('stuck'));
  const closers = [close('database'), broken, close('server')];
  await closeAll(closers, { error: (entry: unknown) => failures.push(entry) });
  assert.deepEqual(ended, ['server', 'database']);
  assert.deepEqual(failures, [{ event: 'stop_failed', err: new Error('stuck') }]);
  await closeAll(closers, { error: () => assert.fail('nothing is ended twice') });
});

test('what takes its time to end is told first and awaited last, and holds up nobody between', async () => {
  const ended: string[] = [];
  const close = (name: string) => async () => ended.push(name);
  const { promise, resolve } = Promise.withResolvers<void>();
  const backup = async () => {
    ended.push('backup told');
    await promise;
    ended.push('backup over');
  };
  const lastly: Closers = [];
  const log = { error: () => assert.fail('nothing fails') };
  const worker = async () => {
    ended.push('worker');
    resolve();
  };
  const closers = [close('database'), () => closeAll(lastly, log), worker, breakOffFirst(backup, lastly)];
  await closeAll(closers, log);
  assert.deepEqual(
    ended.filter((what, n) => ended.indexOf(what) === n),
    ['backup told', 'worker', 'backup over', 'database'],
  );
});
