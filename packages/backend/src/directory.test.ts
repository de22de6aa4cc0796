import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testBackend } from './test-support/backend.ts';
import { openStudio, refusalOf } from './test-support/studio.ts';

const world = await testBackend({ after });
const anybody = (tenant: string | null) => ({ via: 'public', tenant, language: 'en' }) as const;
const ask = (tenant: string | null) =>
  world.backend.call({ name: 'services.list', input: {}, caller: anybody(tenant), request_id: 'a-request' });

test('the business of a caller is known when it has been looked up, also the only one as long as it is that', async () => {
  const { knownTenantOf } = world.backend;
  const first = await openStudio(world);
  assert.equal(knownTenantOf(anybody(null)), undefined);
  await ask(null);
  assert.equal(knownTenantOf(anybody(null)), first.tenant_id);
  assert.equal(knownTenantOf(anybody(first.slug)), undefined);
  await ask(first.slug);
  assert.equal(knownTenantOf(anybody(first.slug)), first.tenant_id);
  await openStudio(world);
  assert.equal((await refusalOf(ask(null))).code, 'not_found', 'it is asked for each time');
  assert.equal(knownTenantOf(anybody(null)), undefined);
});

test('a business that has gone to another server is looked up anew when that is told', async () => {
  const { knownTenantOf, forgetTenant } = world.backend;
  const [one, other] = [await openStudio(world), await openStudio(world)];
  await Promise.all([ask(one.slug), ask(other.slug)]);
  forgetTenant(one.tenant_id);
  assert.equal(knownTenantOf(anybody(one.slug)), undefined);
  assert.equal(knownTenantOf(anybody(other.slug)), other.tenant_id);
  await ask(one.slug);
  assert.equal(knownTenantOf(anybody(one.slug)), one.tenant_id);
});
