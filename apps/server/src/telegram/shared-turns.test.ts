import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beside, createMemoryKeyValue, type KeyValue, KeyValueAway, storeKey } from '@okno/contract';
import type { Account } from './accounts.ts';
import { createDispatcher, type TelegramUpdate } from './dispatch.ts';
import { createSharedTurns } from './shared-turns.ts';

const ACCOUNT = { bot_info: { id: 7 } } as Account;
const typed = (update_id: number, person = 1) =>
  ({ update_id, message: { from: { id: person } } }) as unknown as TelegramUpdate;

/** Time that passes when somebody waits. */
const openTown = () => {
  let now = 0;
  const overdue: number[] = [];
  const faults: unknown[] = [];
  const store = createMemoryKeyValue(() => now);
  let marks = 0;
  const turnsOver = (kept: KeyValue) =>
    createSharedTurns({
      store: kept,
      newMark: () => `mark ${++marks}`,
      ticks: () => now,
      pause: async (ms) => {
        now += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
      onOverdue: ({ update_id }) => overdue.push(update_id),
      onFault: (error) => faults.push(error),
    });
  const said: string[] = [];
  /** One of the processes; its work takes as long as the test wants. */
  const open = (name: string, kept: KeyValue | null = store, during: () => Promise<void> = async () => {}) =>
    createDispatcher(
      {
        handleUpdate: async () => {},
        answerUpdate: async (_, { update_id }) => {
          said.push(`${name} begins ${update_id}`);
          await during();
          said.push(`${name} ends ${update_id}`);
          return `answer of ${name} to ${update_id}`;
        },
      },
      { turns: kept === null ? undefined : turnsOver(kept) },
    );
  return { store, open, said, overdue, faults, now: () => now };
};

const held = () => {
  const gate = Promise.withResolvers<void>();
  return { open: gate.resolve, during: () => gate.promise };
};

/** Lets whoever waits look a few times. */
const aWhile = async () => {
  for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('two updates of one person that come to two processes at once are dealt with one after the other', async () => {
  const { open, said } = openTown();
  const gate = held();
  const [one, other] = [open('one', undefined, gate.during), open('other')];
  const first = one.dispatchPosted(ACCOUNT, typed(1));
  await aWhile();
  const second = other.dispatchPosted(ACCOUNT, typed(2));
  await aWhile();
  gate.open();
  await Promise.all([first, second]);
  assert.deepEqual(said, ['one begins 1', 'one ends 1', 'other begins 2', 'other ends 2']);
});

test('the control: without a store between them both begin at once', async () => {
  const { open, said } = openTown();
  const gate = held();
  const first = open('one', null, gate.during).dispatchPosted(ACCOUNT, typed(1));
  await open('other', null).dispatchPosted(ACCOUNT, typed(2));
  gate.open();
  await first;
  assert.deepEqual(said, ['one begins 1', 'other begins 2', 'other ends 2', 'one ends 1']);
});

test('different people, and one person with different bots, do not wait for each other', async () => {
  const { open, said } = openTown();
  const gate = held();
  const first = open('one', undefined, gate.during).dispatchPosted(ACCOUNT, typed(1));
  await aWhile();
  const other = open('other');
  await other.dispatchPosted(ACCOUNT, typed(2, 2));
  await other.dispatchPosted({ bot_info: { id: 8 } } as Account, typed(3));
  assert.equal(said.length, 5);
  gate.open();
  await first;
});

test('an update that comes to two processes is dealt with once, and both answer the same', async () => {
  const { open, said } = openTown();
  const gate = held();
  const first = open('one', undefined, gate.during).dispatchPosted(ACCOUNT, typed(1));
  await aWhile();
  const again = open('other').dispatchPosted(ACCOUNT, typed(1));
  await aWhile();
  gate.open();
  assert.deepEqual(await Promise.all([first, again]), ['answer of one to 1', 'answer of one to 1']);
  assert.equal(await open('third').dispatchPosted(ACCOUNT, typed(1)), 'answer of one to 1');
  assert.deepEqual(said, ['one begins 1', 'one ends 1']);
});

test('what a killed process had begun is begun anew by another one after some seconds', async () => {
  const { open, said, store, now, overdue } = openTown();
  // It had the turn, and says nothing any more.
  await store.compareAndSet(storeKey('locks', { bot_id: 7 }, 'turn', 1), { from: null, to: 'gone', ttl_ms: 4_000 });
  await open('other').dispatchPosted(ACCOUNT, typed(1));
  assert.deepEqual(said, ['other begins 1', 'other ends 1']);
  assert.ok(now() >= 4_000 && now() < 5_000, `it waited ${now()} ms`);
  assert.deepEqual(overdue, []);
});

test('nobody is waited for without end', async () => {
  const { open, said, store, overdue, now } = openTown();
  await store.set(storeKey('locks', { bot_id: 7 }, 'turn', 1), 'hangs', 600_000);
  await open('other').dispatchPosted(ACCOUNT, typed(1));
  assert.deepEqual([said.length, overdue], [2, [1]]);
  assert.ok(now() < 30_000);
});

test('while the store is away, or answers nonsense, every update is dealt with all the same', async () => {
  const { open, said, faults } = openTown();
  const failing = (error: Error): KeyValue => {
    const refuse = () => Promise.reject(error);
    const methods = { get: refuse, set: refuse, compareAndSet: refuse, delete: refuse, count: refuse };
    return { ...methods, publish: refuse, subscribe: async () => () => {} };
  };
  const away = open('one', failing(new KeyValueAway()));
  assert.equal(await away.dispatchPosted(ACCOUNT, typed(1)), 'answer of one to 1');
  await away.finished();
  assert.deepEqual(faults, []);
  const strange = open('other', failing(new Error('WRONGTYPE')));
  assert.equal(await strange.dispatchPosted(ACCOUNT, typed(2)), 'answer of other to 2');
  await strange.finished();
  assert.deepEqual(said.length, 4);
  assert.ok(faults.length > 0, 'what is no absence is told');
});

test('who stops leaves no turn behind', async () => {
  const { open, store } = openTown();
  const one = open('one');
  await one.dispatchPosted(ACCOUNT, typed(1));
  await one.finished();
  const turn = storeKey('locks', { bot_id: 7 }, 'turn', 1);
  assert.equal(await store.get(turn), null);
  const update = beside(turn, storeKey('locks', { bot_id: 7 }, 'update', 1));
  assert.equal(await store.get(update), 'answer of one to 1');
});

test('a turn that was taken is given back when the store was away for what came with it', async () => {
  const { open, store, said, now } = openTown();
  const one = open('one', { ...store, get: () => Promise.reject(new KeyValueAway()) });
  await one.dispatchPosted(ACCOUNT, typed(1));
  await one.finished();
  await open('other').dispatchPosted(ACCOUNT, typed(2));
  assert.equal(now(), 0, 'nobody waits for the lease');
  assert.equal(said.length, 4);
});

test('the next one has the turn only when the answer is written down, however long that takes', async () => {
  const { open, store, said } = openTown();
  const writing = held();
  const late: KeyValue = {
    ...store,
    set: async (...words) => {
      await writing.during();
      await store.set(...words);
    },
  };
  assert.equal(await open('one', late).dispatchPosted(ACCOUNT, typed(1)), 'answer of one to 1');
  const again = open('other').dispatchPosted(ACCOUNT, typed(1));
  await aWhile();
  writing.open();
  assert.equal(await again, 'answer of one to 1');
  assert.deepEqual(said, ['one begins 1', 'one ends 1']);
});
