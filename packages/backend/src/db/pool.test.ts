import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { type TestContext, test } from 'node:test';
import type pg from 'pg';
import { toRefusal } from '../faults.ts';
import { migratedDatabase } from '../test-support/database.ts';
import { createPool } from './pool.ts';

/** A way to the server that can be blocked: nothing comes through, and nobody is told. */
const openPool = async (t: TestContext, answer_ms: number) => {
  const { connection } = await migratedDatabase({ after: (work) => t.after(work) });
  const { host = 'localhost', port = 5432 } = connection;
  const state = { blocked: false };
  const sockets = new Set<net.Socket>();
  const proxy = net.createServer((near) => {
    const far = net.connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [near, far].map((end) => end.destroy()));
    }
    near.on('data', (chunk) => state.blocked || far.write(chunk));
    far.on('data', (chunk) => near.write(chunk));
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const near = { host: '127.0.0.1', port: (proxy.address() as net.AddressInfo).port };
  const pool = createPool({
    connection: { ...connection, ...near },
    role: 'app',
    max: 1,
    answer_ms,
    onError: () => {},
  });
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await pool.end();
    proxy.close();
  });
  return { pool, state };
};

test('a server that no longer answers is given up, everybody who waits is told so, and the next get a new connection', async (t) => {
  const { pool, state } = await openPool(t, 300);
  const client = await pool.connect();
  await client.query('select 1');
  state.blocked = true;
  const asked = [client.query('select 1'), client.query('select 2'), client.query('select 3')];
  for (const outcome of await Promise.allSettled(asked)) {
    assert.equal(outcome.status, 'rejected');
    assert.equal(toRefusal(outcome.status === 'rejected' && outcome.reason, 'people.me').code, 'unavailable');
  }
  const reason = await client.query('rollback').catch((error: unknown) => error);
  assert.equal(toRefusal(reason, 'people.me').code, 'unavailable');
  client.release(reason as Error);
  state.blocked = false;
  assert.equal((await pool.query('select 4 as four')).rows[0].four, 4);
});

test('every connection keeps the limits by which nobody holds a lock for ever', async (t) => {
  const { pool } = await openPool(t, 5_000);
  for (const [setting, value] of [
    ['statement_timeout', '15s'],
    ['lock_timeout', '10s'],
    ['idle_in_transaction_session_timeout', '20s'],
  ] as const)
    assert.equal((await pool.query(`select current_setting('${setting}') as value`)).rows[0].value, value, setting);
});

test('a connection that breaks is told, and no more once the pool says goodbye', async (t) => {
  const { connection, rows } = await migratedDatabase({ after: (work) => t.after(work) });
  const told: string[] = [];
  const onError = (error: Error) => told.push(error.message);
  const open = () => createPool({ connection, role: 'app', max: 1, onError });
  const breakIt = async (client: pg.PoolClient) => {
    const { rows: found } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    await rows('select pg_terminate_backend($1)', [found[0]?.pid]);
    await ended;
  };

  const [staying, leaving] = [open(), open()];
  const kept = await staying.connect();
  await breakIt(kept);
  kept.release(true);
  await staying.end();
  assert.match(told.splice(0).join(), /terminating connection/);

  const last = await leaving.connect();
  const left = leaving.end();
  await breakIt(last);
  last.release(true);
  await left;
  assert.deepEqual(told, []);
});
