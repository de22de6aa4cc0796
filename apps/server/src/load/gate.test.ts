import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import fc from 'fast-check';
import { type Bounds, createGate } from './gate.ts';

/** A gate whose time stands still until it is moved. */
const open = (bounds: Bounds) => {
  const state = { now: 0 };
  const timers = new Map<() => void, number>();
  const gate = createGate({
    ...bounds,
    now: () => state.now,
    setTimer: (ms, run) => {
      timers.set(run, state.now + ms);
      return () => timers.delete(run);
    },
  });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const refused: string[] = [];
  const ask = (lane: string, patience_ms = 100): void => {
    const work = () => {
      begun.push(lane);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    gate.pass(lane, patience_ms, work).catch((error: unknown) => {
      assert.ok(error instanceof AppError && error.code === 'unavailable' && error.params['overloaded'] === true);
      refused.push(lane);
    });
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const endOne = async () => {
    ends.shift()?.();
    await settle();
  };
  const pass = async (ms: number) => {
    state.now += ms;
    for (const [run, at] of timers)
      if (at <= state.now) {
        timers.delete(run);
        run();
      }
    await settle();
  };
  return { gate, ask, begun, refused, endOne, pass, settle, skip: (ms: number) => (state.now += ms), timers };
};

test('as much is done at once as there is room for, and no more for one business than its share', async () => {
  const { gate, ask, begun, settle } = open({ most: 4, most_each: 3 });
  for (const lane of ['a', 'a', 'a', 'a', 'b', 'b']) ask(lane);
  await settle();
  assert.deepEqual(begun, ['a', 'a', 'a', 'b']);
  assert.deepEqual(gate.load(), { working: 4, waiting: 2, refused: 0 });
});

test('businesses that wait take turns, however many of one wait before', async () => {
  const { ask, begun, endOne, settle } = open({ most: 1, most_each: 1 });
  for (const lane of ['storm', 'storm', 'storm', 'storm', 'quiet', 'other']) ask(lane);
  await settle();
  for (let turn = 0; turn < 5; turn += 1) await endOne();
  assert.deepEqual(begun, ['storm', 'quiet', 'other', 'storm', 'storm', 'storm']);
});

test('who waits longer than their patience is refused and never begun', async () => {
  const { gate, ask, begun, refused, pass, endOne } = open({ most: 1, most_each: 1 });
  ask('a');
  ask('a', 100);
  ask('a', 300);
  await pass(100);
  assert.deepEqual([refused, gate.load()], [['a'], { working: 1, waiting: 1, refused: 1 }]);
  await endOne();
  assert.deepEqual(begun, ['a', 'a']);
});

test('a timer that is late makes nobody begin too late', async () => {
  const { ask, begun, refused, skip, endOne, settle } = open({ most: 1, most_each: 1 });
  for (const patience of [100, 100, 500]) ask('a', patience);
  await settle();
  skip(200);
  await endOne();
  assert.deepEqual([begun, refused], [['a', 'a'], ['a']]);
});

test('who would wait in vain, going by how fast work ends, is refused at once; others of other businesses wait', async () => {
  const { gate, ask, refused, settle, skip, endOne } = open({ most: 2, most_each: 1 });
  ask('storm', 1000);
  for (let ended = 0; ended < 100; ended += 1) {
    ask('storm', 1000);
    await settle();
    skip(20);
    await endOne();
  }
  assert.deepEqual([refused.length, gate.load()], [0, { working: 1, waiting: 0, refused: 0 }]);
  // One ends in a little less than twenty milliseconds: six of them are an eighth of the patience, and eight may wait in any case.
  for (let count = 0; count < 10; count += 1) ask('storm', 800);
  await settle();
  assert.deepEqual([refused.length, gate.load().waiting], [2, 8]);
  assert.deepEqual(
    [gate.isHopeless('storm', 800), gate.isHopeless('storm', 8000), gate.isHopeless('quiet', 800)],
    [true, false, false],
  );
  ask('quiet', 800);
  await settle();
  assert.equal(gate.load().working, 2);
});

test('whoever has room is not hopeless, however slowly another business is served', async () => {
  const { gate, ask, begun, settle, skip, endOne } = open({ most: 8, most_each: 4 });
  for (let count = 0; count < 5; count += 1) ask('slow', 10_000);
  for (let ended = 0; ended < 30; ended += 1) {
    await settle();
    skip(400);
    await endOne();
    ask('slow', 10_000);
  }
  await settle();
  assert.deepEqual([gate.load().working, gate.load().waiting], [4, 1]);
  assert.equal(gate.isHopeless('quiet', 250), false);
  ask('quiet', 250);
  await settle();
  assert.equal(begun.at(-1), 'quiet');
});

test('a short line is held to the patience itself, a long one to an eighth of it', async () => {
  const { gate, ask, refused, settle, skip, endOne } = open({ most: 4, most_each: 4 });
  for (let count = 0; count < 5; count += 1) ask('a', 250);
  for (let ended = 0; ended < 100; ended += 1) {
    await settle();
    skip(15);
    await endOne();
    ask('a', 250);
  }
  await settle();
  assert.deepEqual(refused, [], 'work that takes longer than an eighth of the patience turns nobody away');
  for (let count = 0; count < 20; count += 1) ask('a', 250);
  await settle();
  assert.equal(gate.load().waiting, 8);
});

test('a line that has stood for a second is held to a quarter of what others are', async () => {
  const waitingAfter = async (ms: number): Promise<number> => {
    const { gate, ask, settle, skip, endOne } = open({ most: 1, most_each: 1 });
    for (let count = 0; count < 3; count += 1) ask('a', 800);
    for (let ended = 0; ended < ms; ended += 1) {
      await settle();
      skip(1);
      await endOne();
      ask('a', 800);
    }
    for (let count = 0; count < 200; count += 1) ask('a', 800);
    await settle();
    return gate.load().waiting;
  };
  const [short, long] = [await waitingAfter(300), await waitingAfter(1_500)];
  // An eighth is what ends in a hundred milliseconds, going by the pace; a quarter of that is twenty-five.
  assert.ok(short > 90 && short < 120, `${short}`);
  assert.ok(long > 20 && long < 30, `${long}`);
});

test('whoever waits patiently may hope for longer, until a second before the end', async () => {
  const { gate, ask, settle, skip, endOne } = open({ most: 1, most_each: 1 });
  ask('a', 60_000);
  for (let ended = 0; ended < 100; ended += 1) {
    ask('a', 60_000);
    await settle();
    skip(20);
    await endOne();
  }
  // About two seconds, going by the pace.
  for (let count = 0; count < 115; count += 1) ask('a', 60_000);
  await settle();
  assert.deepEqual([gate.isHopeless('a', 2_500), gate.isHopeless('a', 3_500)], [true, false]);
});

test('many who come at once after a quiet time are let in: how long they wait is not known yet', async () => {
  const { ask, refused, endOne, begun, settle } = open({ most: 1, most_each: 1 });
  for (let count = 0; count < 50; count += 1) ask('burst', 100);
  await settle();
  for (let ended = 0; ended < 50; ended += 1) await endOne();
  assert.deepEqual([begun.length, refused.length], [50, 0]);
});

test('work that fails makes room as well', async () => {
  const { gate } = open({ most: 1, most_each: 1 });
  const fail = () => Promise.reject(new Error('broken'));
  await assert.rejects(gate.pass('a', 100, fail), /broken/);
  assert.equal(await gate.pass('a', 100, async () => 'done'), 'done');
});

type Step = { readonly ask: string; readonly patience: number } | { readonly ms: number } | 'end';

test('whatever happens: never more than the bounds, nobody idle while there is room, nobody forgotten', async () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ ask: fc.constantFrom('a', 'b', 'c'), patience: fc.integer({ min: 1, max: 50 }) }),
    },
    { weight: 4, arbitrary: fc.constant('end' as const) },
    { weight: 1, arbitrary: fc.record({ ms: fc.integer({ min: 1, max: 30 }) }) },
  );
  const take = async (world: ReturnType<typeof open>, one: Step): Promise<void> => {
    if (one === 'end') return world.endOne();
    if ('ms' in one) return world.pass(one.ms);
    world.ask(one.ask, one.patience);
    return world.settle();
  };
  const run = async (steps: readonly Step[]) => {
    const world = open({ most: 3, most_each: 2 });
    let [asked, ended] = [0, 0];
    for (const one of steps) {
      ended += one === 'end' ? Math.min(1, world.gate.load().working) : 0;
      asked += one !== 'end' && 'ask' in one ? 1 : 0;
      await take(world, one);
      const { working, waiting, refused } = world.gate.load();
      assert.ok(working <= 3);
      assert.equal(asked, working + waiting + refused + ended, 'each is somewhere');
      assert.equal(world.timers.size, waiting, 'who waits has a timer, and nobody else');
      if (working < 2) assert.equal(waiting, 0, 'nobody waits while there is room for them');
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), run), { numRuns: 200, seed: 11 });
});
