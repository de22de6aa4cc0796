import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLimiter } from './limiter.ts';

const open = (max: number, seconds: number) => {
  const state = { now: 5_000 };
  return { limiter: createLimiter({ max, seconds }, () => state.now), pass: (ms: number) => (state.now += ms) };
};

test('as many as allowed are admitted at once, then one for each part of the span', () => {
  const { limiter, pass } = open(3, 6);
  assert.deepEqual(
    Array.from({ length: 4 }, () => limiter.take('a').admitted),
    [true, true, true, false],
  );
  assert.deepEqual(limiter.take('a').again_ms, 2_000);
  assert.equal(limiter.take('b').left, 2);
  pass(1_999);
  assert.equal(limiter.take('a').admitted, false);
  pass(1);
  assert.deepEqual([limiter.take('a').admitted, limiter.take('a').admitted], [true, false]);
  pass(6_000);
  assert.equal(limiter.look('a').left, 2);
});

test('in no span of time more than twice the limit is admitted, and who keeps to it is never refused', () => {
  const rule = { max: 5, seconds: 10 };
  const pauses = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(pauses, (list) => {
      const { limiter, pass } = open(rule.max, rule.seconds);
      const admitted: number[] = [];
      let now = 0;
      for (const ms of list) {
        pass(ms);
        now += ms;
        if (limiter.take('a').admitted) admitted.push(now);
        const lately = admitted.filter((at) => at > now - 10_000).length;
        assert.ok(lately < 2 * rule.max, `${lately} in ten seconds`);
      }
    }),
    { seed: 7 },
  );
  const { limiter, pass } = open(rule.max, rule.seconds);
  for (let count = 0; count < 50; count += 1) {
    assert.ok(limiter.take('a').admitted);
    pass(2_000);
  }
});
