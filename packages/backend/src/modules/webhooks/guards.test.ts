import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import pg from 'pg';
import { testBackend } from '../../test-support/backend.ts';
import { OWNER, openStudio, refusalOf } from '../../test-support/studio.ts';
import { until } from '../../test-support/until.ts';
import { WAITING_FOR_LOCK } from '../../test-support/waiting.ts';
import { tellWebhook } from './jobs.ts';

const world = await testBackend({ after });

test('whoever switches a webhook off and who writes down that it failed never wait for each other', async (t) => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const webhook = await owner('webhooks.create', {
    ...{ name: 'CRM', url: 'https://crm.example/hook', events: ['client.created'] },
  });
  await owner('clients.create', { name: 'Anna', phone: '+49307654321' });
  const [row] = await world.rows<{ id: string }>('select id from webhook_deliveries where webhook_id = $1', [
    webhook.id,
  ]);
  const other = new pg.Client({ ...world.connection });
  await other.connect();
  t.after(() => other.end());
  // Somebody is about to switch it off: they have the webhook, and will want its deliveries.
  await other.query('begin');
  await other.query('select id from webhooks where id = $1 for no key update', [webhook.id]);
  const outcall = async () => ({ taken: false, reason: 'answered 500' }) as const;
  const job = tellWebhook(world.backend.inTenant, { outcall, secrets: world.secrets });
  const due_id = row?.id ?? '';
  const told = job({ tenant_id: studio.tenant_id, due_id, id: randomUUID(), kind: 'webhook', attempt: 1 });
  await until('the job waits', async () => (await world.rows(WAITING_FOR_LOCK)).length > 0);
  await other.query(`update webhook_deliveries set error = 'switched_off' where webhook_id = $1`, [webhook.id]);
  await other.query('commit');
  assert.deepEqual(await told, { done: true });
  assert.deepEqual(world.faults, []);
});

test('only owners and programs decide who is told', async () => {
  const studio = await openStudio(world);
  const wanted = { name: 'CRM', url: 'https://crm.example/hook', events: ['client.created' as const] };
  const { id } = await studio.as(OWNER)('webhooks.create', wanted);
  await world.rows(`insert into staff (tenant_id, telegram_id, name, role) values ($1, 4001, 'Mod', 'moderator')`, [
    studio.tenant_id,
  ]);
  assert.equal((await refusalOf(studio.as(4001)('webhooks.get', { id }))).code, 'forbidden');
  assert.equal((await studio.program('webhooks.get', { id })).id, id);
});
