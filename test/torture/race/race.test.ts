import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tortureKeys } from './keys.ts';
import { tortureRace } from './race.ts';

test('of a hundred callers over HTTP for one time, or for times that overlap, one gets it and nobody waits for ever', async (t) => {
  assert.deepEqual((await tortureRace(t, { callers: 100, rounds: 4 })).wrong, []);
});

test('control: without the exclusion constraint and the lock several of them get it', async (t) => {
  const { wrong } = await tortureRace(t, { callers: 100, rounds: 4, guarded: false });
  assert.match(wrong.join('\n'), /^round \d: \d+ won/);
});

test('one key fifty times at once, with another body, or after a lost answer: one effect and one answer', async (t) => {
  assert.deepEqual((await tortureKeys(t, { times: 50, rounds: 3 })).wrong, []);
});

test('control: without the lock of a key the same key is not answered the same', async (t) => {
  const { wrong } = await tortureKeys(t, { times: 50, rounds: 3, guarded: false });
  assert.match(wrong.join('\n'), /^round \d: /);
});
