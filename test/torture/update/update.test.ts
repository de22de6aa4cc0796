import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { NoHistory } from '../../../scripts/previous-release.ts';
import { reportMissing } from '../../support/requires.ts';
import { type Previous, unpackPrevious, walkThroughUpdate } from './versions.ts';

/** The older code; null, after the test was marked as skipped, where its history is absent. */
const previousFor = (t: TestContext): Previous | null => {
  try {
    return unpackPrevious(t);
  } catch (error) {
    if (!(error instanceof NoHistory)) throw error;
    reportMissing(t, 'the code of the previous release (git history)', error.message);
    return null;
  }
};

test('the release before works on our schema, alone and beside us: what each writes the other goes on with', async (t) => {
  const previous = previousFor(t);
  if (previous === null) return;
  const { given, wrong } = await walkThroughUpdate(t, previous);
  assert.deepEqual(wrong, []);
  assert.equal(given.size, 2, 'both were asked');
});

test('control: a schema that asks for what the release before leaves out is found', async (t) => {
  const previous = previousFor(t);
  if (previous === null) return;
  const spoil = 'alter table bookings add column colour text not null';
  await assert.rejects(walkThroughUpdate(t, previous, spoil), /null value in column "colour"/);
});
