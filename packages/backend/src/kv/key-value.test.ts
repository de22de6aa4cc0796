import { after } from 'node:test';
import { createMemoryKeyValue } from '@okno/contract';
import { type Shared, testKeyValue } from '../../../../test/support/key-value.ts';
import { openKeyValueTenants } from '../test-support/stores.ts';
import { createPostgresKeyValue } from './postgres.ts';

testKeyValue('memory', async () => {
  const store = createMemoryKeyValue(() => performance.now());
  return { one: store, other: store, bot_id: 1, other_bot_id: 2, tenant_id: 'one' };
});

const tenants = openKeyValueTenants({ after });

testKeyValue('PostgreSQL', async (t): Promise<Shared> => {
  const { pool, rows, ...rest } = await tenants;
  await rows('truncate kv');
  const [one, other] = [createPostgresKeyValue(pool), createPostgresKeyValue(pool)];
  t.after(async () => {
    await one.close();
    await other.close();
  });
  return { one, other, ...rest };
});
