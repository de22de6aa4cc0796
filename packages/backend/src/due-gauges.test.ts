import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDueStore } from './due-store.ts';
import { testBackend } from './test-support/backend.ts';
import { openStudio } from './test-support/studio.ts';

const ALL = { limit: 2, busy: [] };

test('the gauges tell what is due and how late it is, what is open, left behind and dead', async (t) => {
  const world = await testBackend(t);
  await openStudio(world);
  const store = createDueStore(world.workerPool, world.clockOffset);
  const nothing = { due: 0, lag_ms: 0, open: 0, abandoned: 0, dead: 0 };
  assert.deepEqual(await store.gauges(), nothing);
  await world.rows(`insert into due (fire_at, tenant_id, kind, id)
    select timestamptz '2031-03-03 08:00Z' + minute * interval '1 minute', tenant_id, 'notification', gen_random_uuid()
    from tenants, unnest('{-10,-5,-4,-3,60}'::int[]) minute`);
  const before = await store.gauges();
  assert.equal(before.due, 4);
  assert.ok(before.lag_ms >= 600_000 && before.lag_ms < 660_000, `${before.lag_ms} ms`);
  const alive = await store.showAlive(17, { gone: () => {}, alarm: () => {} });
  const [first, second] = (await store.claim(17, ALL, Number.NEGATIVE_INFINITY)).items;
  assert.ok(first !== undefined && second !== undefined);
  const claimed = await store.gauges();
  assert.deepEqual({ ...claimed, lag_ms: 0 }, { ...nothing, due: 2, open: 2 });
  assert.ok(claimed.lag_ms >= 240_000 && claimed.lag_ms < 300_000, `${claimed.lag_ms} ms`);
  await store.bury(first, 'a bug');
  alive.end();
  for (let left = 0; left === 0; ) left = (await store.gauges()).abandoned;
  assert.deepEqual({ ...(await store.gauges()), lag_ms: 0 }, { ...nothing, due: 2, open: 1, abandoned: 1, dead: 1 });
  const others = await store.showAlive(18, { gone: () => {}, alarm: () => {} });
  world.after(others.end);
  await store.claim(18, { ...ALL, together: ['notification'] }, Number.NEGATIVE_INFINITY);
  assert.deepEqual(
    await store.gauges(),
    { ...nothing, open: 3, abandoned: 1, dead: 1 },
    'a handful counts for what is in it',
  );
  await world.rows(`update handfuls set lease_until = now()`);
  assert.equal((await store.gauges()).abandoned, 3);
});
