import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireProgram } from '../../support/requires.ts';
import { tortureCluster } from './blows.ts';

test('processes are stopped and killed under load, and a standby takes the place of the primary: nothing acknowledged is lost, and everybody has an answer', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const { wrong } = await tortureCluster(t, {
    what: 'all of it, shortly',
    roles: ['gateway,bot', 'gateway,bot,worker', 'worker'],
    blows: [{ stop: 0 }, { kill: 1 }, 'promote'],
    clients: 40,
    talkers: 4,
    between_ms: 150,
    database: 'sync',
    tell: () => {},
  });
  assert.deepEqual(wrong, []);
});
