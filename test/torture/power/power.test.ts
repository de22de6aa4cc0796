import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { requireMounting } from '../../support/requires.ts';
import { canMount } from './disk.ts';
import { torturePower } from './power.ts';

const quiet = { seconds: 1.5, tell: () => {} };
const able = async (t: TestContext) => requireMounting(t, await canMount(t));

test('the power fails while people book, again and again: nothing that was acknowledged is lost', async (t) => {
  if (!(await able(t))) return;
  const { figures, wrong } = await torturePower(t, { ...quiet, rounds: 2 });
  assert.deepEqual(wrong, []);
  assert.ok((figures['acknowledged'] ?? 0) > 20, JSON.stringify(figures));
});

test('control: without fsync a power cut loses what was acknowledged, and it is found', async (t) => {
  if (!(await able(t))) return;
  const { wrong } = await torturePower(t, { ...quiet, rounds: 1, without_fsync: true });
  assert.notDeepEqual(wrong, []);
});
