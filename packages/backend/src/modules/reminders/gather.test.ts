import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedItem } from '../../due-item.ts';
import { gathering } from './gather.ts';

const item = (id: string): ClaimedItem => ({
  ...({ tenant_id: 't', kind: 'reminder', attempt: 1, faults: 0, scheduled_for: 0 } as const),
  id,
  due_id: id,
});
const items = (ids: string): ClaimedItem[] => [...ids].map(item);

/** A run that ends when it is told to. */
const createRun = () => {
  const runs: { ids: string; end: (error?: Error) => void }[] = [];
  const run = (all: readonly ClaimedItem[]) =>
    new Promise<readonly { done: true }[]>((resolve, reject) => {
      const end = (error?: Error) => (error === undefined ? resolve(all.map(() => ({ done: true }))) : reject(error));
      runs.push({ ids: all.map(({ id }) => id).join(''), end });
    });
  return { run, runs, ids: () => runs.map(({ ids }) => ids) };
};

test('what comes while as much is under way as may be shares the next run, up to its size', async () => {
  const { run, runs, ids } = createRun();
  const fire = gathering(run, { at_once: 2, most: 4 });
  const answers = [fire(items('a')), fire(items('b')), fire(items('cd')), fire(items('ef')), fire(items('g'))];
  assert.deepEqual(ids(), ['a', 'b']);
  runs[0]?.end();
  assert.deepEqual(await answers[0], [{ done: true }]);
  assert.deepEqual(ids(), ['a', 'b', 'cdef']);
  runs[1]?.end();
  runs[2]?.end();
  assert.deepEqual((await Promise.all([answers[1], answers[2]])).flat().length, 3);
  assert.deepEqual(ids(), ['a', 'b', 'cdef', 'g']);
  runs[3]?.end();
  await Promise.all(answers);
});

test('more than fits into a run is one by itself, and a run that breaks breaks for those who share it only', async () => {
  const { run, runs, ids } = createRun();
  const fire = gathering(run, { at_once: 1, most: 2 });
  const [first, second, third] = [fire(items('abc')), fire(items('d')), fire(items('efg'))];
  runs[0]?.end(new Error('broken'));
  await assert.rejects(first ?? Promise.resolve(), /broken/);
  runs[1]?.end();
  assert.deepEqual(await second, [{ done: true }]);
  runs[2]?.end();
  assert.equal((await third)?.length, 3);
  assert.deepEqual(ids(), ['abc', 'd', 'efg']);
});
