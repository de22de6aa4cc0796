import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { fuzz } from './fuzz.ts';
import { openTown } from './town.ts';

const SEED = 4_711;

test('two thousand requests of all kinds are answered as documented, and none that is refused changes anything', async (t) => {
  const { wrong, statuses, done, operations } = await fuzz(await openTown(t), { count: 2_000, seed: SEED });
  assert.deepEqual(wrong, []);
  assert.ok((statuses[200] ?? 0) + (statuses[201] ?? 0) > 100, `hardly anything was done: ${JSON.stringify(statuses)}`);
  assert.ok(done > operations / 3, `only ${done} of ${operations} operations have done anything`);
});

/** Faults as somebody could make them, each in an action that is asked for often enough. */
const PLANTS: Readonly<Record<string, { find: RegExp; plant: Parameters<typeof openTown>[1] }>> = {
  'a bug that shows with some inputs': {
    find: /^a fault of ours: /,
    plant: (call) => async (one) => {
      if (JSON.stringify(one.input ?? null).includes('e+')) throw new AppError('internal');
      return call(one);
    },
  },
  'a status that is not documented': {
    find: /^a status that the document does not name: /,
    plant: (call) => async (one) => {
      try {
        return await call(one);
      } catch (error) {
        throw error instanceof AppError && error.code === 'not_found' ? new AppError('method_not_allowed') : error;
      }
    },
  },
  'an answer of another shape': {
    find: /^an answer of another shape: /,
    plant: (call) => async (one) => {
      const answer = await call(one);
      return one.name.endsWith('list') ? { items: 'none' } : answer;
    },
  },
  'a refusal that has done half of it': {
    find: /^a refusal that has changed (\w+, )?rooms: /,
    plant: (call, world) => async (one) => {
      try {
        return await call(one);
      } catch (error) {
        await world.rows(`update rooms set name = name || 'x'`);
        throw error;
      }
    },
  },
};

for (const [what, { find, plant }] of Object.entries(PLANTS))
  test(`control: ${what} is found`, async (t) => {
    const { wrong } = await fuzz(await openTown(t, plant), { count: 500, seed: SEED });
    assert.ok(
      wrong.some((one) => find.test(one)),
      wrong.join('\n'),
    );
  });
