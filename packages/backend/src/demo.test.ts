import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedDemo } from './demo.ts';
import { DEMO_TENANT } from './demo-content.ts';
import { testBackend } from './test-support/backend.ts';

test('of processes that begin at once with an empty database one makes the business, and the others take it', async (t) => {
  const { backend, rows, faults } = await testBackend(t);
  const ids = await Promise.all([1, 2, 3].map(() => seedDemo(backend)));
  assert.deepEqual(await rows('select tenant_id from tenants'), [{ tenant_id: ids[0] }]);
  assert.equal(new Set(ids).size, 1);
  assert.equal(await seedDemo(backend), ids[0], 'nor does a later one make another');
  assert.deepEqual(faults, []);
});

test('the control: made as others are, only the first is', async (t) => {
  const { operator } = await testBackend(t);
  const made = await Promise.allSettled([1, 2].map(() => operator.createTenant(DEMO_TENANT)));
  assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});
