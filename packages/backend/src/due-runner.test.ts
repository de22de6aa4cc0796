import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedItem } from './due-item.ts';
import { createDueRunner, type DueResult } from './due-runner.ts';

const item = (tenant_id: string, id: string, faults = 0): ClaimedItem => ({
  tenant_id,
  id,
  kind: 'notification',
  due_id: id,
  scheduled_for: 0,
  attempt: 20,
  faults,
});

const many = (tenant_id: string, count: number): ClaimedItem[] =>
  Array.from({ length: count }, (_, index) => item(tenant_id, `${tenant_id}-${index}`));

/** A runner whose jobs end when they are told to, and a store that notes what it is told. */
const open = () => {
  const running = new Map<string, { end(result: DueResult): void; fail(error: Error): void }>();
  const started: string[] = [];
  const finished: string[][] = [];
  const postponed: { id: string; after_ms: number; error: string | null }[] = [];
  const buried: { id: string; error: string }[] = [];
  const errors: unknown[] = [];
  const gates: (() => void)[] = [];
  let slow = false;
  const runner = createDueRunner({
    store: {
      finish: async (items) => {
        finished.push(items.map(({ id }) => id));
        if (slow) await new Promise<void>((resolve) => gates.push(resolve));
      },
      postpone: async ({ id }, after_ms, error) => {
        postponed.push({ id, after_ms, error });
      },
      bury: async ({ id }, error) => {
        buried.push({ id, error });
      },
    },
    run: ({ id }) =>
      new Promise((end, fail) => {
        started.push(id);
        running.set(id, { end, fail });
      }),
    onError: (error) => errors.push(error),
    random: () => 0.5,
  });
  const job = (id: string) => running.get(id) ?? assert.fail(`${id} is not running`);
  const slowDown = () => {
    slow = true;
    return () => {
      for (const gate of gates.splice(0)) gate();
    };
  };
  return { runner, started, finished, postponed, buried, errors, job, slowDown };
};

const DONE = { done: true } as const;

test('twenty-five of one tenant are run at once, a hundred of all, and the next one begins when one is done', async () => {
  const { runner, started, job } = open();
  runner.launch(many('a', 150));
  assert.equal(started.length, 25);
  for (const tenant of ['b', 'c', 'd', 'e']) runner.launch(many(tenant, 30));
  assert.equal(started.length, 100);
  const progress = runner.progress();
  job('a-0').end(DONE);
  await progress;
  assert.equal(started.length, 101);
});

test("one tenant's storm does not keep another waiting: tenants take turns", async () => {
  const { runner, started, job } = open();
  runner.launch([...many('stormy', 190), ...many('b', 25), ...many('c', 25), ...many('d', 25)]);
  runner.launch(many('quiet', 2));
  assert.equal(started.length, 100);
  const progress = runner.progress();
  for (const index of [0, 1, 2, 3]) job(`stormy-${index}`).end(DONE);
  await progress;
  assert.deepEqual(
    started.slice(100).map((id) => id.split('-')[0]),
    ['stormy', 'quiet', 'stormy', 'quiet'],
  );
});

test('a tenant who has two hundred in hand gets no more, and two thousand are enough for a process', () => {
  const { runner } = open();
  runner.launch(many('stormy', 200));
  runner.launch(many('quiet', 199));
  assert.deepEqual(runner.share(), { limit: 500, busy: ['stormy'] });
  runner.expect(1_000);
  for (const tenant of ['c', 'd', 'e']) runner.launch(many(tenant, 199));
  assert.deepEqual(runner.share(), { limit: 4, busy: ['stormy'] });
});

test('those that are done while one statement is under way share the next one', async () => {
  const { runner, finished, job, slowDown } = open();
  const release = slowDown();
  runner.launch(many('a', 4));
  for (const id of ['a-0', 'a-1', 'a-2', 'a-3']) {
    job(id).end(DONE);
    await new Promise(setImmediate);
  }
  assert.deepEqual(finished, [['a-0']]);
  release();
  await new Promise(setImmediate);
  assert.deepEqual(finished, [['a-0'], ['a-1', 'a-2', 'a-3']]);
  release();
  await runner.finished();
  assert.equal(runner.counts().done, 4);
});

test('a job that breaks is tried again later and later, and the sixteenth time it is dead', async () => {
  const { runner, postponed, buried, errors, job } = open();
  for (const attempt of [1, 2, 11, 15, 16]) {
    runner.launch([item('a', `try-${attempt}`, attempt - 1)]);
    job(`try-${attempt}`).fail(new Error('a bug'));
    await runner.finished();
  }
  assert.deepEqual(
    postponed.map(({ id, after_ms, error }) => [id, after_ms, error]),
    [
      ['try-1', 3_000, 'a bug'],
      ['try-2', 6_000, 'a bug'],
      ['try-11', 3_072_000, 'a bug'],
      ['try-15', 5_400_000, 'a bug'],
    ],
  );
  assert.deepEqual(buried, [{ id: 'try-16', error: 'a bug' }]);
  assert.equal(errors.length, 5);
});

test('what asks for another attempt gets it, and is no fault', async () => {
  const { runner, postponed, errors, job } = open();
  runner.launch(many('a', 1));
  job('a-0').end({ done: false, after_ms: 1_000, spread_ms: 100 });
  await runner.finished();
  assert.deepEqual(postponed, [{ id: 'a-0', after_ms: 1_050, error: null }]);
  assert.deepEqual(errors, []);
  assert.deepEqual(runner.counts(), { in_hand: 0, done: 0, again: 1, faults: 0, dead: 0 });
});

test('what is cheap is run together, beside the storms of others, and each is settled by its own result', async () => {
  const settled: string[] = [];
  const asked: string[][] = [];
  const runner = createDueRunner({
    store: {
      finish: async (items) => {
        settled.push(...items.map(({ id }) => `${id} done`));
      },
      postpone: async ({ id }, after_ms, error) => {
        settled.push(`${id} ${error ?? after_ms}`);
      },
      bury: async () => {},
    },
    run: async () => DONE,
    together: {
      notification: async (items) => {
        asked.push(items.map(({ id }) => id));
        if (items.length === 1) throw new Error('away');
        return [DONE, { done: false, after_ms: 30_000, spread_ms: 0 }];
      },
    },
    onError: () => {},
    random: () => 0.5,
  });
  runner.launch([...many('a', 2), ...many('b', 1)]);
  assert.equal(runner.counts().in_hand, 3);
  await runner.finished();
  runner.launch(many('c', 1));
  await runner.finished();
  assert.deepEqual(asked, [['a-0', 'a-1', 'b-0'], ['c-0']]);
  assert.deepEqual(settled.toSorted(), [
    'a-0 done',
    'a-1 30000',
    'b-0 notification b-0 was run together with others and has no result',
    'c-0 away',
  ]);
});
