import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from './db/sql.ts';
import type { InTenant } from './db/tx.ts';
import { seedDemo } from './demo.ts';
import { DEMO_TENANT } from './demo-content.ts';
import { insertTenantOnce } from './modules/tenants/index.ts';
import { testBackend } from './test-support/backend.ts';

test('of processes that begin at once with an empty database one makes the business, and the others take it', async (t) => {
  const { backend, rows, faults } = await testBackend(t);
  const ids = await Promise.all([1, 2, 3].map(() => seedDemo(backend)));
  assert.deepEqual(await rows('select tenant_id from tenants'), [{ tenant_id: ids[0] }]);
  assert.equal(new Set(ids).size, 1);
  assert.equal(await seedDemo(backend), ids[0], 'nor does a later one make another');
  assert.deepEqual(faults, []);
});

test('who cannot have the lock because the first needs long for it takes what that one has made', async (t) => {
  const { backend, rows } = await testBackend(t);
  const first = randomUUID();
  const [begun, tried] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const made = backend.inTenant(first, async (tx) => {
    await insertTenantOnce(tx, DEMO_TENANT);
    begun.resolve();
    await tried.promise;
  });
  await begun.promise;
  let tries = 0;
  const inTenant: InTenant = (tenant_id, work) => {
    tries += 1;
    if (tries > 1) tried.resolve();
    return backend.inTenant(tenant_id, (tx) => {
      if (tries === 1) tx.send(sql`set local lock_timeout = '20ms'`);
      return work(tx);
    });
  };
  const later = await seedDemo({ ...backend, inTenant }).finally(tried.resolve);
  await made;
  assert.deepEqual([later, tries], [first, 2]);
  assert.deepEqual(await rows('select tenant_id from tenants'), [{ tenant_id: first }]);
});

test('the control: made as others are, only the first is', async (t) => {
  const { operator } = await testBackend(t);
  const made = await Promise.allSettled([1, 2].map(() => operator.createTenant(DEMO_TENANT)));
  assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});
