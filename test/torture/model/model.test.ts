import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import { PLANTS, plant } from './plants.ts';
import { findDifference } from './torture.ts';

/** Told when it fails; the long run with another seed every time is `npm run torture -- model`. */
const SEED = 20_310_303;
const LENGTH = 40;

const world = await testBackend({ after });

test('the engine does what a tiny model of it does, whatever three clients and the clock do to three specialists', async () => {
  const found = await findDifference(world, { runs: 30, length: LENGTH, seed: SEED });
  assert.equal(found?.sentence, undefined);
  assert.deepEqual(world.faults, []);
});

for (const name of Object.keys(PLANTS))
  test(`a planted fault is found: ${name}`, async (t) => {
    const spoilt = await testBackend(t);
    await plant(spoilt, name);
    assert.ok(await findDifference(spoilt, { runs: 100, length: LENGTH, seed: SEED, shrink: false }));
  });
