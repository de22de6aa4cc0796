import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from './turns.ts';

/** Callers that are let go by hand, and what has happened so far. */
const openTrack = () => {
  const inTurn = createTurns();
  const happened: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const run = (who: string, prize: string, look: () => { answer: string } | null = () => ({ answer: `${who} lost` })) =>
    inTurn(
      prize,
      () => {
        happened.push(`${who} goes`);
        const end = Promise.withResolvers<string>();
        ends.set(who, end);
        return end.promise;
      },
      async () => {
        happened.push(`${who} looks`);
        return look();
      },
    );
  return { happened, run, ends };
};

test('of those who want the same one goes, and the others look when that one is back', async () => {
  const { run, happened, ends } = openTrack();
  const first = run('first', 'a');
  const others = [run('second', 'a'), run('third', 'a')];
  assert.deepEqual(happened, ['first goes']);
  ends.get('first')?.resolve('won');
  assert.deepEqual(await Promise.all([first, ...others]), ['won', 'second lost', 'third lost']);
  assert.deepEqual(happened, ['first goes', 'second looks', 'third looks']);
});

test('whoever wants something else waits for nobody', () => {
  const { run, happened } = openTrack();
  void run('first', 'a');
  void run('second', 'b');
  assert.deepEqual(happened, ['first goes', 'second goes']);
});

test('whoever sees that it can still be had goes, also when the one before was refused', async () => {
  const { run, happened, ends } = openTrack();
  const first = assert.rejects(run('first', 'a'), /refused/);
  const second = run('second', 'a', () => null);
  ends.get('first')?.reject(new Error('refused'));
  await first;
  // What the second does stands behind the look.
  while (!ends.has('second')) await new Promise(setImmediate);
  ends.get('second')?.resolve('won');
  assert.equal(await second, 'won');
  assert.deepEqual(happened, ['first goes', 'second looks', 'second goes']);
});

for (const code of ['55P03', 'ECONNREFUSED'])
  test(`where the one before met a lock or a database that was not to be had (${code}), nobody tries the same again`, async () => {
    const { run, happened, ends } = openTrack();
    const calls = [run('first', 'a'), run('second', 'a'), run('third', 'a', () => null)];
    const outcomes = Promise.allSettled(calls);
    const reason = Object.assign(new Error('away'), { code });
    ends.get('first')?.reject(reason);
    assert.deepEqual(await outcomes, Array(3).fill({ status: 'rejected', reason }));
    assert.deepEqual(happened, ['first goes']);
    void run('late', 'a');
    assert.deepEqual(happened, ['first goes', 'late goes'], 'whoever comes later tries');
  });

test('when it is over the next one goes at once', async () => {
  const { run, happened, ends } = openTrack();
  const first = run('first', 'a');
  ends.get('first')?.resolve('won');
  await first;
  void run('late', 'a');
  assert.deepEqual(happened, ['first goes', 'late goes']);
});
