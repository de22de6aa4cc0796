import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireProgram } from '../../support/requires.ts';
import { tortureCluster } from './blows.ts';

const ROLES = ['gateway,bot', 'gateway,bot', 'worker', 'worker'];

test('of four processes some are stopped and some killed under load, and the standby takes the place of the primary: nothing acknowledged is lost', async (t) => {
  if (requireProgram(t, 'redis-server') === null) return;
  const { wrong, figures } = await tortureCluster(t, {
    what: 'all of it, shortly',
    roles: ROLES,
    blows: [{ stop: 0 }, { kill: 2 }, { kill: 1 }, 'promote'],
    clients: 120,
    talkers: 6,
    between_ms: 300,
    database: 'sync',
    tell: (s) => process.stderr.write(s + '\n'),
  });
  process.stderr.write(JSON.stringify(figures) + '\n');
  assert.deepEqual(wrong, []);
});
