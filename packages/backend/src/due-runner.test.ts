import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClaimedItem, Handful } from './due-item.ts';
import { createDueRunner } from './due-runner.ts';
import type { DueResult } from './due-settler.ts';

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
      endHandfuls: async () => assert.fail('nothing was claimed by handfuls'),
    },
    run: ({ id }) =>
      new Promise((end, fail) => {
        started.push(id);
        running.set(id, { end, fail });
      }),
    onError: (error) => errors.push(error),
    random: () => 0.5,
  });
  const launch = (items: readonly ClaimedItem[]) => runner.launch({ items, handfuls: [] });
  const job = (id: string) => running.get(id) ?? assert.fail(`${id} is not running`);
  const slowDown = () => {
    slow = true;
    return () => {
      for (const gate of gates.splice(0)) gate();
    };
  };
  return { runner, launch, started, finished, postponed, buried, errors, job, slowDown };
};

const DONE = { done: true } as const;

test('twenty-five of one tenant are run at once, a hundred of all, and the next one begins when one is done', async () => {
  const { runner, launch, started, job } = open();
  launch(many('a', 150));
  assert.equal(started.length, 25);
  for (const tenant of ['b', 'c', 'd', 'e']) launch(many(tenant, 30));
  assert.equal(started.length, 100);
  const progress = runner.progress();
  job('a-0').end(DONE);
  await progress;
  assert.equal(started.length, 101);
});

test("one tenant's storm does not keep another waiting: tenants take turns", async () => {
  const { runner, launch, started, job } = open();
  launch([...many('stormy', 190), ...many('b', 25), ...many('c', 25), ...many('d', 25)]);
  launch(many('quiet', 2));
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
  const { runner, launch } = open();
  launch(many('stormy', 200));
  launch(many('quiet', 199));
  assert.deepEqual(runner.share(), { limit: 500, busy: ['stormy'], together: [] });
  runner.expect(1_000);
  for (const tenant of ['c', 'd', 'e']) launch(many(tenant, 199));
  assert.deepEqual(runner.share(), { limit: 4, busy: ['stormy'], together: [] });
});

test('those that are done while one statement is under way share the next one', async () => {
  const { runner, launch, finished, job, slowDown } = open();
  const release = slowDown();
  launch(many('a', 4));
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
  const { runner, launch, postponed, buried, errors, job } = open();
  for (const attempt of [1, 2, 11, 15, 16]) {
    launch([item('a', `try-${attempt}`, attempt - 1)]);
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
  const { runner, launch, postponed, errors, job } = open();
  launch(many('a', 1));
  job('a-0').end({ done: false, after_ms: 1_000, spread_ms: 100 });
  await runner.finished();
  assert.deepEqual(postponed, [{ id: 'a-0', after_ms: 1_050, error: null }]);
  assert.deepEqual(errors, []);
  assert.deepEqual(runner.counts(), { in_hand: 0, done: 0, again: 1, faults: 0, dead: 0 });
});

/** A runner that runs notices together, and a store that notes what it is told; `answer` gives what becomes of a call. */
const openTogether = (answer: (items: readonly ClaimedItem[]) => Promise<readonly DueResult[]>) => {
  const settled: string[] = [];
  const asked: string[][] = [];
  const errors: unknown[] = [];
  const runner = createDueRunner({
    store: {
      finish: async (items) => {
        settled.push(...items.map(({ id }) => `${id} done`));
      },
      endHandfuls: async (handfuls, again) => {
        for (const { id } of handfuls) settled.push(`handful ${id} ended`);
        for (const { item, after_ms, error } of again) settled.push(`${item.due_id} again ${error ?? after_ms}`);
      },
      postpone: async ({ id }, after_ms, error) => {
        settled.push(`${id} ${error ?? after_ms}`);
      },
      bury: async () => {},
    },
    run: async () => DONE,
    together: {
      notification: (items) => {
        asked.push(items.map(({ due_id }) => due_id));
        return answer(items);
      },
    },
    onError: (error) => errors.push(error),
    random: () => 0.5,
  });
  return { runner, settled, asked, errors };
};

test('what is cheap is run together, beside the storms of others, and each is settled by its own result', async () => {
  const { runner, settled, asked } = openTogether(async (items) => {
    if (items.length === 1) throw new Error('away');
    return [DONE, { done: false, after_ms: 30_000, spread_ms: 0 }];
  });
  runner.launch({ items: [...many('a', 2), ...many('b', 1)], handfuls: [] });
  assert.equal(runner.counts().in_hand, 3);
  await runner.finished();
  runner.launch({ items: many('c', 1), handfuls: [] });
  await runner.finished();
  assert.deepEqual(asked, [['a-0', 'a-1', 'b-0'], ['c-0']]);
  assert.deepEqual(settled.toSorted(), [
    'a-0 done',
    'a-1 30000',
    'b-0 notification b-0 was run together with others and has no result',
    'c-0 away',
  ]);
});

const handful = (tenant_id: string, size: number): Handful => {
  const id = `of ${tenant_id}`;
  return { tenant_id, id, kind: 'notification', items: many(tenant_id, size).map((item) => ({ ...item, id })) };
};

test('handfuls are run in one call and ended as a whole, with what is to be tried again', async () => {
  const { runner, settled, asked, errors } = openTogether(async (items) =>
    items.map(({ due_id }) => (due_id === 'b-1' ? { done: false, after_ms: 1_000, spread_ms: 100 } : DONE)),
  );
  assert.deepEqual(runner.share().together, ['notification']);
  runner.launch({ items: many('c', 1), handfuls: [handful('a', 2), handful('b', 2)] });
  assert.equal(runner.counts().in_hand, 5);
  await runner.finished();
  assert.deepEqual(asked, [['c-0', 'a-0', 'a-1', 'b-0', 'b-1']]);
  assert.deepEqual(settled.toSorted(), ['b-1 again 1050', 'c-0 done', 'handful of a ended', 'handful of b ended']);
  assert.deepEqual(runner.counts(), { in_hand: 0, done: 4, again: 1, faults: 0, dead: 0 });
  assert.deepEqual(errors, []);
});

test('handfuls whose job breaks are tried again, each item by itself, and it is told once', async () => {
  const { runner, settled, errors } = openTogether(() => Promise.reject(new Error('a bug')));
  runner.launch({ items: [], handfuls: [handful('a', 2)] });
  await runner.finished();
  assert.deepEqual(settled, ['handful of a ended', 'a-0 again a bug', 'a-1 again a bug']);
  assert.deepEqual([runner.counts().faults, errors.length], [2, 1]);
});
