import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tortureDue } from './due.ts';

const SHORT = { rows: 1_500, seconds: 6, workers: 2, kills: 5, stops: 2 };

test('workers are killed and stopped: nothing is lost, only what was in flight is repeated, all is taken over', async (t) => {
  const { figures, wrong } = await tortureDue(t, SHORT);
  // How fast it is taken over is for the long run on a quiet machine to say.
  assert.deepEqual(
    wrong.filter((saying) => !saying.includes('the take-over took more than')),
    [],
  );
  assert.ok((figures['in_hand_at_kills'] ?? 0) > 0, `the kills hit somebody: ${JSON.stringify(figures)}`);
});

test('control: without a lock that ends with its process, what a killed one had waits for the lease', async (t) => {
  const { wrong } = await tortureDue(t, { ...SHORT, kills: 2, stops: 0, seconds: 3, without: 'lock' });
  assert.match(wrong.join('\n'), /^\d+ rows left over/m);
});

test('control: without the outbox what a killed one had is lost', async (t) => {
  const { wrong } = await tortureDue(t, { ...SHORT, kills: 3, stops: 0, seconds: 4, without: 'outbox' });
  assert.match(wrong.join('\n'), /^\d+ lost/m);
});
