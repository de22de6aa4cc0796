import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLanes } from './lanes.ts';

const NAMES = ['a', 'b', 'c'] as const;

test('how many have their turns before one more of a lane is foreseen, and never too few', () => {
  const line = fc.record({ a: fc.nat(12), b: fc.nat(12), c: fc.nat(12) });
  fc.assert(
    fc.property(line, fc.constantFrom(...NAMES), (waiting, mine) => {
      const lanes = createLanes<string>(100);
      for (const name of NAMES) for (let one = 0; one < waiting[name]; one += 1) lanes.line(name, `${name}${one}`);
      const foreseen = lanes.before(mine);
      lanes.line(mine, 'me');
      let before = 0;
      while (lanes.next()?.waiter !== 'me') before += 1;
      assert.ok(before <= foreseen, `${before} came before, ${foreseen} were foreseen`);
      const others = NAMES.filter((name) => name !== mine);
      // Where each other lane has enough that waits, all turns are foreseen; one may come a turn later than its own lane.
      if (others.every((name) => waiting[name] === 0 || waiting[name] > waiting[mine]))
        assert.ok(before >= foreseen - others.length, `${before} came before, ${foreseen} were foreseen`);
    }),
    { numRuns: 200, seed: 5 },
  );
});

test('who has left the line is before nobody', () => {
  const lanes = createLanes<string>(1);
  for (const waiter of ['one', 'two']) lanes.line('a', waiter);
  lanes.line('b', 'three');
  assert.deepEqual([lanes.before('a'), lanes.before('b'), lanes.before('c')], [3, 3, 2]);
  lanes.leave('a', 'one');
  lanes.leave('b', 'three');
  assert.deepEqual([lanes.before('a'), lanes.before('b'), lanes.before('c')], [1, 1, 1]);
});
