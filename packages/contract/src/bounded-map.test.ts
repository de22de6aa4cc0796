import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BoundedMap, createBoundedMap, createExactMap } from './bounded-map.ts';

/** What a map is used with, and the plainest one beside it that forgets nothing. */
type Both = {
  readonly ours: BoundedMap<number>;
  readonly plain: Map<string, number>;
  /** In the order of their last use, those that were taken away included. */
  readonly used: Set<string>;
  /** How many of the last used must be there. */
  readonly surely: number;
};

const use = ({ used }: Both, key: string): void => {
  used.delete(key);
  used.add(key);
};

const STEPS: Readonly<Record<string, (both: Both, key: string, value: number) => void>> = {
  get: (both, key) => {
    const { ours, plain, used, surely } = both;
    const found = ours.get(key);
    const mayMiss = ![...used].slice(-surely).includes(key);
    if (found !== undefined || !mayMiss) assert.equal(found, plain.get(key));
    if (found !== undefined) use(both, key);
  },
  set: (both, key, value) => {
    both.ours.set(key, value);
    both.plain.set(key, value);
    use(both, key);
  },
  delete: ({ ours, plain }, key) => {
    ours.delete(key);
    plain.delete(key);
  },
  deleteWhere: ({ ours, plain }) => {
    ours.deleteWhere((value) => value % 3 === 0);
    for (const [key, value] of plain) if (value % 3 === 0) plain.delete(key);
  },
  clear: ({ ours, plain }) => {
    ours.clear();
    plain.clear();
  },
};

const KEYS = [...'abcdefgh'];
const OFTEN = fc.constantFrom('get', 'set');
const WHAT = fc.oneof(
  { weight: 30, arbitrary: OFTEN },
  { weight: 3, arbitrary: fc.constantFrom('delete', 'deleteWhere') },
  { weight: 1, arbitrary: fc.constant('clear') },
);
const WALK = fc.array(fc.tuple(WHAT, fc.constantFrom(...KEYS)), { minLength: 1, maxLength: 200, size: 'max' });

const halfOf = (limit: number): number => Math.floor(limit / 2);

const walk = (make: (limit: number) => BoundedMap<number>, surelyOf = halfOf, seed?: number): void =>
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), WALK, (limit, steps) => {
      const surely = surelyOf(limit);
      const both: Both = { ours: make(limit), plain: new Map(), used: new Set(), surely };
      for (const [index, [what, key]] of steps.entries()) {
        STEPS[what]?.(both, key, index);
        assert.ok(both.ours.size() <= limit);
      }
      for (const key of [...both.used].slice(-surely)) assert.equal(both.ours.get(key), both.plain.get(key));
    }),
    { numRuns: 500, ...(seed !== undefined && { seed }) },
  );

test('whatever is done to it, it holds at most its limit, the half that was used last, and nothing of before', () =>
  walk(createBoundedMap));

test('where the number is promised, all of it that was used last is there', () =>
  walk(createExactMap, (limit) => limit));

test('control: half of them is less than was promised, and found', () => {
  assert.throws(() => walk(createBoundedMap, (limit) => limit, 1));
});

test('control: a map that drops what was written first, however often it is looked for, is found', () => {
  const inOrderOfWriting = (limit: number): BoundedMap<number> => {
    const entries = new Map<string, number>();
    const set = (key: string, value: number): void => {
      entries.set(key, value);
      const [oldest = ''] = entries.keys();
      if (entries.size > limit) entries.delete(oldest);
    };
    return {
      ...{ get: (key) => entries.get(key), set, clear: () => entries.clear(), size: () => entries.size },
      delete: (key) => void entries.delete(key),
      deleteWhere: (matches) => {
        for (const [key, value] of entries) if (matches(value)) entries.delete(key);
      },
    };
  };
  assert.throws(() => walk(inOrderOfWriting, halfOf, 1));
});
