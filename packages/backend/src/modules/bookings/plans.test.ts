import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testBackend } from '../../test-support/backend.ts';
import { planOf } from '../../test-support/plan.ts';
import { openStudio } from '../../test-support/studio.ts';
import { countFutureBookings } from './store.ts';

test('what lies ahead of a client is found by index, however many visits are behind them', async (t) => {
  const world = await testBackend(t);
  const studio = await openStudio(world);
  const plan = await world.backend.inTenant(studio.tenant_id, (tx) =>
    planOf(tx, (tx) => countFutureBookings(tx, studio.service_id, 0)),
  );
  const conditions = plan.filter((line) => line.includes('Index Cond'));
  assert.ok(
    conditions.some((line) => /client_id = .*starts_at >= /.test(line)),
    plan.join('\n'),
  );
});
