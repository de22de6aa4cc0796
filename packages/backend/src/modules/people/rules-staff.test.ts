import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCode, joined, MAX_TRIES, TRIES_MS, triesLeft } from './rules-staff.ts';

const ROLES = ['specialist', 'moderator', 'super_admin'] as const;
const place = fc
  .record({ role: fc.constantFrom(...ROLES), specialist_id: fc.option(fc.constantFrom('a', 'b')) })
  .filter(({ role, specialist_id }) => role !== 'specialist' || specialist_id !== null);
const offered = fc.constantFrom(
  { role: 'moderator', specialist_id: null } as const,
  { role: 'specialist', specialist_id: 'a' } as const,
);

test('an invitation only adds: nobody may do less after it, or becomes another specialist', () => {
  fc.assert(
    fc.property(place, offered, (before, offer) => {
      const after = joined(before, offer);
      if (after === null) return;
      assert.ok(ROLES.indexOf(after.role) >= ROLES.indexOf(before.role));
      assert.ok(ROLES.indexOf(after.role) >= ROLES.indexOf(offer.role));
      if (before.specialist_id !== null) assert.equal(after.specialist_id, before.specialist_id);
      assert.notDeepEqual(after, before, 'one that brings nothing is refused');
      if (after.role === 'specialist') assert.notEqual(after.specialist_id, null);
    }),
  );
});

test('whoever is new gets exactly what was offered', () => {
  assert.deepEqual(joined(undefined, { role: 'moderator', specialist_id: null }), {
    role: 'moderator',
    specialist_id: null,
  });
});

test('tries are counted within an hour, and begin anew after it', () => {
  assert.equal(triesLeft(undefined, 0), MAX_TRIES);
  assert.equal(triesLeft({ tries: 4, since: 0 }, TRIES_MS - 1), 1);
  assert.equal(triesLeft({ tries: 9, since: 0 }, TRIES_MS - 1), 0);
  assert.equal(triesLeft({ tries: 9, since: 0 }, TRIES_MS), MAX_TRIES);
});

test('only what looks like a code is looked for', () => {
  assert.ok(isCode('A'.repeat(43)));
  for (const text of ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}.`, `${'A'.repeat(42)}\n`])
    assert.ok(!isCode(text), JSON.stringify(text));
});
