import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { BackupError } from '@okno/backend';
import { type DailyDeps, nextRun, startDailyBackups } from './daily.ts';
import { at, begin, HOUR_MS, pass, settle, world } from './testing-daily.ts';

test('the next backup is at three o’clock there, also where the clocks change that night', () => {
  assert.equal(nextRun(at('2031-03-10T02:59:00Z'), 'UTC'), at('2031-03-10T03:00:00Z'));
  assert.equal(nextRun(at('2031-03-10T03:00:00Z'), 'UTC'), at('2031-03-11T03:00:00Z'));
  assert.equal(nextRun(at('2031-03-29T12:00:00Z'), 'Europe/Berlin'), at('2031-03-30T01:00:00Z'));
  assert.equal(nextRun(at('2031-03-10T00:30:00Z'), 'America/New_York'), at('2031-03-10T07:00:00Z'));
});

test('a missed day is made up for, and old backups go only when the new one has come back whole', async (t) => {
  const { done, deps, state, news } = world(at('2031-03-08T03:00:00Z'));
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  assert.deepEqual(done, ['made', 'verified', 'swept', 'counted made']);
  const { checked } = state.now;
  assert.deepEqual([checked?.made_at, checked?.rows], [at('2031-03-10T12:01:00Z'), 7]);
  assert.deepEqual(news, []);
});

test('after a backup that does not come back nothing is removed, and another is made an hour later', async (t) => {
  const { done, deps } = world(null, { verify: () => Promise.reject(new BackupError('it is not whole')) });
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  const once = ['made', 'verified', 'put aside', 'counted failed'];
  assert.deepEqual(done, once);
  await pass(t, HOUR_MS);
  assert.deepEqual(done, [...once, ...once]);
});

test('a backup that could not be checked is not made anew every hour: the same one is checked again', async (t) => {
  let full = true;
  const verify = async () => {
    if (full) throw new Error('no space left on device');
  };
  const { done, deps, state } = world(null, { verify });
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  await pass(t, HOUR_MS);
  full = false;
  await pass(t, HOUR_MS);
  assert.deepEqual(
    done.filter((step) => step === 'made'),
    ['made'],
  );
  assert.equal(state.now.checked?.made_at, at('2031-03-10T12:01:00Z'));
});

test('a copy that fails is tried again with the backup that is there, and nothing is removed before it succeeds', async (t) => {
  let away = true;
  const copy = async () => {
    if (away) throw new BackupError('S3 storage cannot be reached');
  };
  const { done, deps, state } = world(null, { copy });
  await begin(t, deps, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  assert.deepEqual(done, ['made', 'verified', 'copied', 'counted failed']);
  assert.deepEqual([state.now.copied, state.now.failing?.reason], [null, 'S3 storage cannot be reached']);
  away = false;
  await pass(t, HOUR_MS);
  assert.deepEqual(done.slice(4), ['verified', 'copied', 'swept', 'counted made']);
  const { copied, checked } = state.now;
  assert.equal(copied?.name, checked?.name);
});

test('what killed backups left is removed before there is need of room, and holds nobody up when it cannot be', async (t) => {
  const { done, deps } = world(null);
  const tidy = async () => {
    done.push('tidied');
    throw new Error('not permitted');
  };
  await begin(t, { ...deps, tidy }, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  assert.deepEqual(done, ['tidied', 'made', 'verified', 'swept', 'counted made']);
});

test('whoever finds a fresh backup of another process makes none', async (t) => {
  const { done, deps } = world(at('2031-03-10T02:58:00Z'));
  await begin(t, deps, '2031-03-10T02:59:59Z');
  await pass(t, 1_000);
  assert.deepEqual(done, []);
});

for (const checked of [true, false])
  test(`a backup of the afternoon before, ${checked ? 'checked' : 'made by hand'}, does not stand for that of the night`, async (t) => {
    const { done, deps } = world(at('2031-03-09T16:00:00Z'), { checked });
    if (!checked) await deps.writeState({ checked: YESTERDAY });
    await begin(t, deps, '2031-03-10T02:59:59Z');
    await pass(t, 1_000);
    assert.deepEqual(done.slice(0, 2), ['made', 'verified']);
  });

const YESTERDAY = {
  name: 'older',
  made_at: at('2031-03-09T03:00:00Z'),
  at: at('2031-03-09T03:01:00Z'),
  rows: 1,
  bytes: 1,
};

/** Goes on until it is broken off. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

for (const step of ['make', 'verify', 'copy'] as const)
  test(`who ends during "${step}" waits for nothing, and nothing has failed`, async (t) => {
    const { done, deps, state, news } = world(null);
    const slow: DailyDeps = {
      ...{ ...deps, copy: async () => {} },
      [step]: step === 'make' ? endless : (_name: string, signal: AbortSignal) => endless(signal),
    };
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: at('2031-03-10T12:00:00Z') });
    const stop = startDailyBackups(slow);
    await settle();
    await pass(t, 60_000);
    await stop();
    assert.deepEqual([state.now.failing, news, done.includes('counted failed')], [null, [], false]);
    assert.ok(!done.includes('swept'), 'it was not over');
    const until_now = [...done];
    await pass(t, 2 * DAY_MS);
    assert.deepEqual(done, until_now, 'nothing is begun any more');
  });

const DAY_MS = 24 * HOUR_MS;

/** Two workers that share the folder and the database; what has been done when both have had their three o'clock. */
const nightOfTwo = async (t: TestContext, alone: DailyDeps['alone'], takes_ms = 0): Promise<string[]> => {
  const { done, deps, news } = world(at('2031-03-09T12:00:00Z'));
  // So long that the other begins meanwhile.
  const make: DailyDeps['make'] = async (signal) => {
    const made = await deps.make(signal);
    await pass(t, takes_ms);
    return made;
  };
  const both = { ...deps, make, alone };
  await begin(t, both, '2031-03-10T02:59:59Z');
  const stop = startDailyBackups(both);
  t.after(stop);
  await settle();
  await pass(t, 1_000);
  for (let round = 0; round < 10; round += 1) await settle();
  assert.deepEqual(news, []);
  return done.filter((what) => what === 'made');
};

for (const [how_long, takes_ms] of [
  ['', 0],
  [' however long it takes', 61 * 60_000],
] as const)
  test(`of two workers that begin at three o’clock one makes the backup, and the other finds it${how_long}`, async (t) => {
    let turn = Promise.resolve();
    const inTurn: DailyDeps['alone'] = (_signal, work) => {
      turn = turn.then(work);
      return turn;
    };
    assert.deepEqual(await nightOfTwo(t, inTurn, takes_ms), ['made']);
  });

for (const fails of [true, false])
  test(`that it ${fails ? 'failed' : 'is well again'} is written down before anybody else has a turn`, async (t) => {
    const verify = async () => {
      if (fails) throw new BackupError('it is not whole');
    };
    const { deps, state } = world(null, { verify });
    const since = at('2031-03-10T03:00:00Z');
    if (!fails) await deps.writeState({ failing: { since, at: since, reason: 'no room', told_at: null } });
    const found: boolean[] = [];
    const alone: DailyDeps['alone'] = async (_signal, work) => {
      await work();
      found.push(state.now.failing !== null);
    };
    await begin(t, { ...deps, alone }, '2031-03-10T12:00:00Z');
    await pass(t, 60_000);
    assert.deepEqual(found, [fails]);
  });

test('who has no turn because the database cannot be reached has failed, and tries again', async (t) => {
  const { done, deps, state, news } = world(null);
  let away = true;
  const alone: DailyDeps['alone'] = (_signal, work) => (away ? Promise.reject(new Error('no way to it')) : work());
  await begin(t, { ...deps, alone }, '2031-03-10T12:00:00Z');
  await pass(t, 60_000);
  assert.deepEqual([done, state.now.failing?.reason], [['counted failed'], 'no way to it']);
  away = false;
  await pass(t, HOUR_MS);
  assert.deepEqual([done[1], state.now.failing, news.length], ['made', null, 2]);
});

test('the control: without turns each makes one, of the same name', async (t) => {
  assert.deepEqual(await nightOfTwo(t, (_signal, work) => work()), ['made', 'made']);
});
