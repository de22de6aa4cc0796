import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createBoundedMap } from './bounded-map.ts';

/** The plainest map that does the same: a list, in the order of use. */
const plainMap = (limit: number) => {
  let entries: [string, number][] = [];
  const without = (key: string) => entries.filter(([one]) => one !== key);
  return {
    get: (key: string): number | undefined => {
      const found = entries.find(([one]) => one === key);
      if (found !== undefined) entries = [...without(key), found];
      return found?.[1];
    },
    set: (key: string, value: number): void => {
      entries = [...without(key), [key, value] as [string, number]].slice(-limit);
    },
    delete: (key: string): void => {
      entries = without(key);
    },
    deleteWhere: (matches: (value: number) => boolean): void => {
      entries = entries.filter(([, value]) => !matches(value));
    },
    clear: (): void => {
      entries = [];
    },
    size: () => entries.length,
  };
};

type Act = (map: ReturnType<typeof plainMap>, key: string, value: number) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  get: (map, key) => map.get(key),
  set: (map, key, value) => map.set(key, value),
  delete: (map, key) => map.delete(key),
  deleteWhere: (map) => map.deleteWhere((value) => value % 3 === 0),
  clear: (map) => map.clear(),
};

const KEYS = [...'abcdef'];
const OFTEN = fc.constantFrom('get', 'set', 'delete');
const WHAT = fc.oneof(
  { weight: 6, arbitrary: OFTEN },
  { weight: 1, arbitrary: fc.constantFrom('deleteWhere', 'clear') },
);
const STEPS = fc.array(fc.tuple(WHAT, fc.constantFrom(...KEYS)), { maxLength: 60 });

test('whatever is done to it, it holds what was used last, as a plain list would', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), STEPS, (limit, steps) => {
      const [ours, plain] = [createBoundedMap<number>(limit), plainMap(limit)];
      for (const [index, [what, key]] of steps.entries()) {
        assert.deepEqual(ACTS[what]?.(ours, key, index), ACTS[what]?.(plain, key, index));
        assert.equal(ours.size(), plain.size());
      }
      for (const key of KEYS) assert.equal(ours.get(key), plain.get(key));
    }),
  );
});
