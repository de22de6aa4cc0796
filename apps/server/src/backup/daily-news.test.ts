import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackupError } from '@okno/backend';
import type { DailyDeps } from './daily.ts';
import { at, begin, HOUR_MS, pass, world } from './testing-daily.ts';

const DAY_MS = 24 * HOUR_MS;

test('the owner is told when it begins to fail, once a day while it does, and when it is well again', async (t) => {
  let broken = true;
  const verify = async () => {
    if (broken) throw new BackupError('it is not whole');
  };
  const { news, deps, state } = world(null, { verify });
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  const since = at('2031-03-10T12:01:00Z');
  assert.deepEqual(news, [{ failing: { since, reason: 'it is not whole' } }]);
  for (let hour = 0; hour < 23; hour += 1) await pass(t, HOUR_MS);
  assert.equal(news.length, 1);
  await pass(t, HOUR_MS);
  assert.deepEqual(news[1], { failing: { since, reason: 'it is not whole' } });
  broken = false;
  await pass(t, HOUR_MS);
  assert.deepEqual([news.length, news[2], state.now.failing], [3, { failing: null }, null]);
});

test('an owner who was not reached is told with the next failure', async (t) => {
  const verify = () => Promise.reject(new BackupError('it is not whole'));
  const { news, deps } = world(null, { verify, hears: false });
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  await pass(t, HOUR_MS);
  assert.equal(news.length, 2);
});

for (const unable of ['readState', 'writeState'] as const)
  test(`where "${unable}" fails the owner is told all the same, once a day, and when it is well again`, async (t) => {
    const { news, deps } = world(null);
    let denied = true;
    const reason = 'EACCES: permission denied';
    const permit = () => {
      if (denied) throw new Error(reason);
    };
    const readState = async () => {
      if (unable === 'readState') permit();
      return deps.readState();
    };
    const writeState: DailyDeps['writeState'] = async (changes) => {
      permit();
      return deps.writeState(changes);
    };
    await begin(t, { ...deps, readState, writeState }, '2031-03-10T12:00:00Z');
    await pass(t, 60_000);
    const failing = { since: at('2031-03-10T12:01:00Z'), reason };
    assert.deepEqual(news, [{ failing }]);
    for (let hour = 0; hour < 23; hour += 1) await pass(t, HOUR_MS);
    assert.equal(news.length, 1);
    await pass(t, HOUR_MS);
    assert.deepEqual(news, [{ failing }, { failing }]);
    denied = false;
    await pass(t, HOUR_MS);
    assert.deepEqual(news.slice(2), [{ failing: null }]);
    await pass(t, DAY_MS);
    assert.equal(news.length, 3);
  });
