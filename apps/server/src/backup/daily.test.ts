import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../log.ts';
import { nextRun, startDailyBackups } from './daily.ts';

const at = (text: string): number => Date.parse(text);

test('the next backup is at three o’clock there, also where the clocks change that night', () => {
  assert.equal(nextRun(at('2031-03-10T02:59:00Z'), 'UTC'), at('2031-03-10T03:00:00Z'));
  assert.equal(nextRun(at('2031-03-10T03:00:00Z'), 'UTC'), at('2031-03-11T03:00:00Z'));
  assert.equal(nextRun(at('2031-03-29T12:00:00Z'), 'Europe/Berlin'), at('2031-03-30T01:00:00Z'));
  assert.equal(nextRun(at('2031-03-10T00:30:00Z'), 'America/New_York'), at('2031-03-10T07:00:00Z'));
});

const world = (newest: number | null, verify: () => Promise<{ rows: number }> = async () => ({ rows: 7 })) => {
  const done: string[] = [];
  const step = (name: string) => async () => {
    done.push(name);
    return name;
  };
  return {
    done,
    deps: {
      time_zone: 'UTC',
      newest: async () => newest,
      make: step('made'),
      verify: async () => {
        done.push('verified');
        return verify();
      },
      sweep: async () => {
        done.push('swept');
        return [];
      },
      log: createLog('silent'),
    },
  };
};

const HOUR_MS = 3_600_000;
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a missed day is made up for, and old backups go only when the new one has come back whole', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at('2031-03-10T12:00:00Z') });
  const { done, deps } = world(at('2031-03-08T03:00:00Z'));
  const stop = startDailyBackups(deps);
  await settle();
  t.mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(done, ['made', 'verified', 'swept']);
  await stop();
});

test('after a backup that does not come back nothing is removed, and another is made an hour later', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at('2031-03-10T12:00:00Z') });
  const { done, deps } = world(null, () => Promise.reject(new Error('it is not whole')));
  const stop = startDailyBackups(deps);
  await settle();
  t.mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(done, ['made', 'verified']);
  t.mock.timers.tick(HOUR_MS);
  await settle();
  assert.deepEqual(done, ['made', 'verified', 'made', 'verified']);
  await stop();
});

test('whoever finds a fresh backup of another process makes none', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at('2031-03-10T02:59:59Z') });
  const { done, deps } = world(at('2031-03-10T02:58:00Z'));
  const stop = startDailyBackups(deps);
  await settle();
  t.mock.timers.tick(1_000);
  await settle();
  assert.deepEqual(done, []);
  await stop();
});
