import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireProgram } from '../../support/requires.ts';
import { tortureReminders } from './reminders.ts';

// On a busy machine a killed process is away for seconds, and who cannot be reached acknowledges nothing: as many
// attempts as leases fit into that, or what was only late is buried.
const SHORT = {
  reminders: 120,
  chains: 2,
  seconds: 6,
  lease_seconds: 1,
  max_attempts: 8,
  seed: 20_310_404,
  tell: () => {},
};

/** How fast it goes is for the long run on a quiet machine to say. */
const withoutTimes = (wrong: readonly string[]) => wrong.filter((sentence) => !/ ms( |$)/.test(sentence));

test('processes that fire reminders are killed: each fires once, comes again until it is acknowledged, and is buried after that', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const { figures, wrong } = await tortureReminders(t, { ...SHORT, blows: { worker: 3, gateway: 1 } });
  assert.deepEqual(withoutTimes(wrong), []);
  const { promised = 0, sent_again = 0, dead_letters = 0 } = figures;
  assert.ok(promised > 60 && sent_again > 5 && dead_letters > 2, JSON.stringify(figures));
});

test('the queue is emptied and killed: nothing is lost', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const blows = { worker: 1, 'queue emptied': 2, 'queue killed': 1 };
  const manners = { prompt: 9, late: 1, never: 0 };
  const { wrong } = await tortureReminders(t, { ...SHORT, max_attempts: 100, manners, blows });
  assert.deepEqual(withoutTimes(wrong), []);
});

test('control: without a lease nothing comes again, and it is found', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const { wrong } = await tortureReminders(t, { ...SHORT, seconds: 3, blows: { worker: 1 }, without: 'lease' });
  assert.match(wrong.join('\n'), /events are still open/);
});

test('control: without the outbox what a killed process had in hand is lost, and it is found', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const run = { ...SHORT, seconds: 4, chains: 20, max_attempts: 3, blows: { worker: 4 }, without: 'outbox' } as const;
  const { wrong } = await tortureReminders(t, run);
  assert.notDeepEqual(wrong, []);
});
