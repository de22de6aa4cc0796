import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { endCopy, startCopy } from '../../../packages/backend/src/db/moving/copy.ts';
import { closeEnd, type End, openEnd } from '../../../packages/backend/src/db/moving/ends.ts';
import { atEnd, until } from '../../e2e/support/at-end.ts';
import { requireOwnPostgres, startOwnPostgres } from '../../support/own-postgres.ts';

/** Two databases of one server, somebody who writes in a third one, and movers who wait for locks only for a moment. */
const open = async (t: TestContext) => {
  const server = await startOwnPostgres(t, ['wal_level=logical', 'wal_retrieve_retry_interval=10ms']);
  const databases = ['one', 'two'].map((database) => ({ ...server.connection, database }));
  for (const { database } of databases) await server.rows(`create database ${database}`);
  const openMover = async (called: End['called'], connection: pg.ClientConfig) => {
    const end = await openEnd(called, { ...server.connection, database: connection.database ?? '' });
    atEnd(t, () => closeEnd(end));
    await end.client.query("set lock_timeout = '200ms'");
    return end.client;
  };
  const [source, other] = [await openMover('first', databases[0] ?? {}), await openMover('first', databases[0] ?? {})];
  const target = await openMover('second', databases[1] ?? {});
  for (const client of [source, target]) await client.query('create table things (tenant_id uuid primary key)');
  const writer = new pg.Client(server.connection);
  await writer.connect();
  atEnd(t, () => writer.end());
  await writer.query('begin; select pg_current_xact_id()');
  return { server, seen: server.url.replace(/[^/]+$/, 'one'), source, other, target, writer };
};

test('copying waits for whoever writes anywhere on the first server, and for longer than for a lock', async (t) => {
  if (!requireOwnPostgres(t)) return;
  const { server, seen, source, other, target, writer } = await open(t);
  const tenant_id = randomUUID();
  const tables = [{ name: 'things', columns: ['tenant_id'], identity: null }];
  const starting = startCopy(source, target, { tenant_id, tables, seen, copy_ms: 300_000 });
  starting.catch(() => {});
  const WAITING = `select from pg_stat_activity where wait_event = 'transactionid'`;
  await Promise.race([starting, until('it waits', async () => (await server.rows(WAITING)).length === 1)]);
  // Who gives up as with a lock began later, and has given up: ours is patient.
  const hasty = other.query("select pg_create_logical_replication_slot('hasty', 'pgoutput')");
  await assert.rejects(hasty, /lock timeout/);
  await writer.query('rollback');
  await starting;
  assert.deepEqual((await source.query('show lock_timeout')).rows, [{ lock_timeout: '10s' }]);
  await endCopy(source, target, tenant_id);
});
