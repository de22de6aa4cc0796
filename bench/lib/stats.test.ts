import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedLoop } from './load.ts';
import { alternate } from './rounds.ts';
import { median, percentile, ratioOf, spreadOf } from './stats.ts';

test('the median is the middle one, or the mean of the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 9]), 3);
  assert.equal(median([]), Number.NaN);
});

test('a percentile is a measured value that enough of the others do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile([7], 0.99), 7);
});

test('the ratio is taken round by round', () => {
  const ours = [{ rate: 10 }, { rate: 50 }, { rate: 20 }];
  const bare = [{ rate: 20 }, { rate: 100 }, { rate: 80 }];
  assert.deepEqual(ratioOf(ours, bare, 'rate'), { median: 0.5, min: 0.25, max: 0.5 });
});

test('a spread holds the extremes', () => {
  assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 });
});

test('contenders take turns, the order turns around, and the warm-up does not count', async () => {
  const order: string[] = [];
  const contender = (name: string) => async (ms: number) => {
    order.push(`${name}${ms}`);
    return { ms };
  };
  const plan = { rounds: 2, round_ms: 5, warm_up_ms: 1 };
  const results = await alternate({ a: contender('a'), b: contender('b') }, plan);
  assert.deepEqual(order, ['a1', 'b1', 'a5', 'b5', 'b5', 'a5']);
  assert.deepEqual(results, { a: [{ ms: 5 }, { ms: 5 }], b: [{ ms: 5 }, { ms: 5 }] });
});

test('each sender of a closed loop keeps one thing in flight', async () => {
  const flying = [0, 0, 0];
  let sent = 0;
  const figures = await closedLoop(3, 20, async (sender) => {
    flying[sender] = (flying[sender] ?? 0) + 1;
    assert.equal(flying[sender], 1);
    await new Promise((resolve) => setImmediate(resolve));
    flying[sender] = 0;
    sent += 1;
  });
  assert.equal(figures['count'], sent);
});

test('a closed loop fails with the first thing that failed', async () => {
  const refuse = async () => {
    throw new Error('refused');
  };
  await assert.rejects(closedLoop(2, 20, refuse), /refused/);
});
