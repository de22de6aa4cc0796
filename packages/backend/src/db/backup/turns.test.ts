import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDatabase } from '../../test-support/database.ts';
import { until } from '../../test-support/until.ts';
import { oneBackupAtATime } from './dump.ts';

test('two backups of a database are made one after the other, and who waits may be broken off', async (t) => {
  const { connection, rows } = await emptyDatabase(t);
  const done: string[] = [];
  const goOn = Promise.withResolvers<void>();
  const { signal } = new AbortController();
  const waiting = async () =>
    (
      await rows<{ count: number }>(
        `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`,
      )
    )[0]?.count;
  const first = oneBackupAtATime(connection, signal, async () => {
    done.push('first');
    await goOn.promise;
    done.push('first is over');
  });
  await until('the first has begun', () => done.length === 1);
  const second = oneBackupAtATime(connection, signal, async () => void done.push('second'));
  await until('the second waits', async () => (await waiting()) === 1);
  const ending = new AbortController();
  const third = oneBackupAtATime(connection, ending.signal, async () => void done.push('third'));
  await until('the third waits', async () => (await waiting()) === 2);
  ending.abort();
  await assert.rejects(third);
  goOn.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(done, ['first', 'first is over', 'second']);
});
