import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { migratedDatabase } from '../../test-support/database.ts';
import { listMovingTables } from './tables.ts';

test('what workers write into is moved in the last moment, and everything else before; nothing is left out', async (t) => {
  const { connection, rows } = await migratedDatabase({ after: (work) => t.after(work) });
  const client = new pg.Client({ ...connection });
  await client.connect();
  const { early, late } = await listMovingTables(client);
  await client.end();
  const names = (tables: readonly { readonly name: string }[]) => tables.map(({ name }) => name);
  for (const name of ['tenants', 'bots', 'due', 'deliveries', 'handfuls', 'audit_unsealed'])
    assert.ok(names(late).includes(name), name);
  for (const name of ['bookings', 'reservations', 'clients', 'audit_log']) assert.ok(names(early).includes(name), name);
  const all = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> 'migrations'`,
  );
  assert.deepEqual([...names(early), ...names(late)].sort(), names(all).sort());
  // A row is told from others by its primary key; one without the business could not be filtered.
  const keys = await rows<{ name: string }>(
    `select conrelid::regclass::text as name from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
      where contype = 'p' and attname = 'tenant_id'`,
  );
  for (const name of names(early)) assert.ok(names(keys).includes(name), name);
});
