import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { migratedDatabase } from '../../test-support/database.ts';
import { until } from '../../test-support/until.ts';
import { WORKERS_LOCK } from '../moving-locks.ts';
import type { Connection } from '../pool.ts';
import { closeEnd, openEnd } from './ends.ts';
import { stopWork } from './stopping.ts';

const STOP = { pause, ticks: () => performance.now(), asked_ms: 1_000, stop_ms: 20_000 };

test('two moves in opposite directions come one after the other', async (t) => {
  const databases = [await migratedDatabase(t), await migratedDatabase(t)] as const;
  const [one, two] = databases;
  const open = async (called: 'first' | 'second', connection: Connection) => {
    const end = await openEnd(called, connection);
    t.after(() => closeEnd(end));
    return end;
  };
  const stopAndGoOn = async (from: Connection, to: Connection) => {
    const [source, target] = [await open('first', from), await open('second', to)];
    const way = { source, target, tenant_id: randomUUID(), tables: { early: [], late: [] } };
    await stopWork(way, STOP.ticks() + STOP.stop_ms, STOP);
    for (const end of [source, target]) closeEnd(end);
  };
  // Both begin before either has got anything.
  const holders = [await open('first', one.connection), await open('first', two.connection)];
  for (const { client } of holders) await client.query(`select pg_advisory_lock(${WORKERS_LOCK})`);
  const both = Promise.all([stopAndGoOn(one.connection, two.connection), stopAndGoOn(two.connection, one.connection)]);
  const WAITING = `select from pg_stat_activity where datname in ('${one.connection.database}', '${two.connection.database}')
    and wait_event_type = 'Lock' and wait_event = 'advisory'`;
  await until('both wait', async () => (await one.rows(WAITING)).length === 2);
  for (const { client } of holders) await client.query('select pg_advisory_unlock_all()');
  await assert.doesNotReject(both);
});
