import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeAll } from './closers.ts';

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
