import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testBackend } from '../../packages/backend/src/test-support/backend.ts';
import { slotAt } from '../../packages/backend/src/test-support/bookings.ts';
import { openStudio } from '../../packages/backend/src/test-support/studio.ts';
import { contentsOf } from './support/database.ts';

/** What comes by itself, whatever is asked. */
const BY_ITSELF = [
  `insert into audit_log (tenant_id, request_id, via, role, actor, action, outcome)
    select tenant_id, 'request', 'public', 'guest', 'guest', 'rooms.create', 'forbidden' from tenants`,
  `insert into bot_health (tenant_id, bot_id) select tenant_id, bot_id from bots`,
  `update bot_health set checked_at = now(), pending_updates = 3`,
  `with sealed as (delete from audit_unsealed returning tenant_id, id)
    insert into audit_seals (tenant_id, seal, entries, hash, sealed_at)
      select tenant_id, 1, array_agg(id order by id), sha256('x'), now() from sealed group by 1`,
];

/** What does not, beside each of them. */
const CHANGES: Readonly<Record<string, string>> = {
  audit_log: `update audit_log set subject_id = null where outcome = 'done'`,
  audit_unsealed: `delete from audit_seals`,
  bot_health: `update bots set revoked_at = now()`,
  bookings: `update bookings set price_minor = price_minor + 1`,
  kv: `insert into kv (tenant_id, key, value, expires_at) select tenant_id, 'attempts:1', '1', now() from tenants`,
};

test('what comes by itself is no change, and whatever else happens in a table is one', async (t) => {
  const world = await testBackend(t);
  const studio = await openStudio(world);
  await studio.as(1001)('bookings.create', slotAt(studio, '10:00'));
  const before = await contentsOf(world.rows);
  for (const statement of BY_ITSELF) {
    await world.rows(statement);
    assert.deepEqual(await contentsOf(world.rows), before, statement);
  }
  for (const [table, statement] of Object.entries(CHANGES)) {
    const known = await contentsOf(world.rows);
    await world.rows(statement);
    const found = await contentsOf(world.rows);
    assert.notEqual(found[table], known[table], statement);
  }
});
