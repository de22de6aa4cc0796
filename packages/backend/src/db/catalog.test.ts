import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findWeaknesses, listDoorways } from '../test-support/catalog.ts';
import { migratedDatabase } from '../test-support/database.ts';

test('every table begins with its tenant and forces row security', async (t) => {
  const { rows } = await migratedDatabase(t);
  const [count] = await rows<{ tables: number }>(
    `select count(*)::int as tables from pg_tables where schemaname = 'public'`,
  );
  assert.ok((count?.tables ?? 0) >= 20, 'the check has seen the tables');
  assert.deepEqual(await findWeaknesses(rows), []);
});

test('before the tenant is known the app may ask eight questions; the worker four; it may keep the weeks, seal and fire', async (t) => {
  const { rows } = await migratedDatabase(t);
  assert.deepEqual(await listDoorways(rows), [
    'begin_leases by okno_worker',
    'bury_events by okno_worker',
    'find_assistant_key by okno_app',
    'find_assistant_token_key by okno_app',
    'find_only_tenant by okno_app',
    'find_service_key by okno_app',
    'find_session by okno_app',
    'find_tenant by okno_app',
    'find_tenant_of_bot by okno_app',
    'find_tenant_of_feed by okno_app',
    'keep_due_weeks by okno_worker',
    'list_audit_anchors by okno_worker',
    'list_bots by okno_worker',
    'list_far_bots by okno_worker',
    'list_overdue_events by okno_worker',
    'list_tenants by okno_worker',
    'list_unsent_events by okno_worker',
    'lock_due_reminders by okno_worker',
    'renew_leases by okno_worker',
    'seal_audit by okno_worker',
    'write_firings by okno_worker',
  ]);
});

const OWN_ROWS = `using (tenant_id = current_setting('app.tenant_id')::uuid)`;
const NOTES = `create table notes (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));`;
const GUARDED = `${NOTES} alter table notes enable row level security; alter table notes force row level security;
  create policy own_rows on notes to okno_app ${OWN_ROWS};
  create policy backup on notes for select to okno_backup using (true); grant select on notes to okno_backup;`;

for (const [what, planted, says] of [
  [
    'a table without row security',
    NOTES,
    ['notes does not force row security', 'notes has no policy', 'notes is left out'],
  ],
  [
    'row security that does not bind the owner',
    `${GUARDED} alter table notes no force row level security`,
    ['notes does not force row security'],
  ],
  [
    'a table without tenant_id',
    'create table notes (id uuid primary key)',
    [
      'notes has no tenant_id',
      'notes does not begin its primary key',
      'notes does not force',
      'notes has no policy',
      'notes is left out',
    ],
  ],
  [
    'a tenant_id that may be missing',
    `${GUARDED} alter table notes drop constraint notes_pkey, alter tenant_id drop not null`,
    ['notes has no tenant_id', 'notes does not begin its primary key'],
  ],
  [
    'a foreign key without the tenant',
    `${GUARDED} alter table notes add foreign key (id) references tenants (tenant_id)`,
    ['notes_id_fkey does not begin a foreign key'],
  ],
  ['a table that backups leave out', `${GUARDED} drop policy backup on notes`, ['notes is left out of backups']],
  [
    'a right of backups to more than reading',
    `${GUARDED} grant insert on notes to okno_backup`,
    ['INSERT on notes to okno_backup is a right'],
  ],
  ['a unique across tenants', `${GUARDED} create unique index notes_id on notes (id)`, ['notes_id is a unique']],
  [
    'a policy that forgives a missing tenant',
    `${GUARDED} alter policy own_rows on notes using (tenant_id = current_setting('app.tenant_id', true)::uuid)`,
    ['notes has no policy', 'notes.own_rows to okno_app for ALL is a policy'],
  ],
  [
    'a policy that lets in rows of others',
    `${GUARDED} alter policy own_rows on notes with check (true)`,
    ['notes.own_rows to okno_app for ALL is a policy'],
  ],
  [
    'a policy for everything beside the right one',
    `${GUARDED} create policy all_rows on notes for select to okno_app using (true)`,
    ['notes.all_rows to okno_app for SELECT is a policy'],
  ],
  ['a right of the worker', `${GUARDED} grant select on notes to okno_worker`, ['SELECT on notes to okno_worker']],
  ['a right of everybody', `${GUARDED} grant select on notes to public`, ['SELECT on notes to everybody']],
  ['a right to change the log', 'grant update on audit_log to okno_app', ['UPDATE on audit_log is a right']],
  ['a right to a part', 'grant select on due_rest to okno_app', ['SELECT on due_rest is a right to a part']],
  ['a view', 'create view notes as select * from bookings', ['notes is a view']],
  [
    'a doorway that trusts the search path',
    `create function peek() returns bigint language sql security definer as 'select count(*) from bots'`,
    ['peek runs with the rights of its owner'],
  ],
] as const) {
  test(`the check finds ${what}`, async (t) => {
    const { rows } = await migratedDatabase(t);
    await rows(planted);
    const found = await findWeaknesses(rows);
    assert.equal(found.length, says.length, found.join('\n'));
    for (const [index, start] of says.entries()) assert.ok(found[index]?.startsWith(start), found.join('\n'));
  });
}

const AS_TENANT = `set role okno_app; set app.tenant_id = '11111111-1111-4111-8111-111111111111'`;

const AS_WORKER = 'set role okno_worker';

test('the log, its seals and the history of bookings refuse to be changed by the app and by the worker', async (t) => {
  const { rows } = await migratedDatabase(t);
  const columns = { audit_log: 'actor', booking_history: 'actor', audit_seals: 'hash', audit_unsealed: 'id' };
  for (const [table, column] of Object.entries(columns))
    for (const who of [AS_TENANT, AS_WORKER])
      for (const change of [`update ${table} set ${column} = null`, `delete from ${table}`, `truncate ${table}`])
        await assert.rejects(rows(`${who}; ${change}`), /permission denied/, `${who}; ${change}`);
  await assert.rejects(
    rows(`${AS_TENANT}; insert into audit_seals (seal, entries, hash, sealed_at) values (1, '{1}', sha256(''), now())`),
    /permission denied/,
  );
});
