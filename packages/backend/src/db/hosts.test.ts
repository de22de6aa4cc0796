import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { type TestContext, test } from 'node:test';
import { toRefusal } from '../faults.ts';
import { migratedDatabase } from '../test-support/database.ts';
import { readHosts } from './hosts.ts';
import { createClient, createPool } from './pool.ts';

test('an address names one server or several, with and without ports', () => {
  assert.deepEqual(readHosts('postgres://me:a%40b@one:5433/db?sslmode=require'), {
    hosts: [],
    first: 'postgres://me:a%40b@one:5433/db?sslmode=require',
  });
  assert.deepEqual(readHosts('postgresql://me:x,y@one:5433,two,[::1]:5434/db?target_session_attrs=read-write'), {
    hosts: [
      { host: 'one', port: 5433 },
      { host: 'two', port: 5432 },
      { host: '::1', port: 5434 },
    ],
    first: 'postgresql://me:x,y@one:5433/db?target_session_attrs=read-write',
  });
});

/** A way to the server of the tests over the loopback; it can be closed, and counts who has come. */
const openWay = async (t: TestContext, { host = 'localhost', port = 5432 }: { host?: string; port?: number }) => {
  const sockets = new Set<net.Socket>();
  const state = { met: 0 };
  const way = net.createServer((near) => {
    state.met += 1;
    const far = net.connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => [near, far].map((end) => end.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  await once(way.listen(0, '127.0.0.1'), 'listening');
  const { port: at } = way.address() as net.AddressInfo;
  const close = () => {
    way.close();
    for (const socket of sockets) socket.destroy();
  };
  t.after(close);
  const open = async () => {
    await once(way.listen(at, '127.0.0.1'), 'listening');
  };
  return { at: `127.0.0.1:${at}`, close, open, met: () => state.met };
};

/** Two ways to one database, of which the second is closed. */
const openTwo = async (t: TestContext) => {
  const { connection } = await migratedDatabase({ after: (work) => t.after(work) });
  const [first, second] = await Promise.all([openWay(t, connection), openWay(t, connection)]);
  second.close();
  const { user = 'postgres', password, database } = connection;
  const login = password === undefined ? user : `${user}:${encodeURIComponent(password)}`;
  const address = { connection_string: `postgres://${login}@${first.at},${second.at}/${database}` };
  const pool = createPool({ connection: address, role: 'app', max: 2, onError: () => {} });
  t.after(() => pool.end());
  const ask = async () => (await pool.query<{ one: number }>('select 1 as one')).rows[0]?.one;
  return { first, second, pool, ask, address };
};

test('who takes writes is looked for anew when it is gone, and remembered as long as it is there', async (t) => {
  const { first, second, ask } = await openTwo(t);
  assert.equal(await ask(), 1);
  first.close();
  await second.open();
  // The connection that was cut, and the server that is known and gone, may each be noticed by one question.
  for (let tries = 0; (await ask().catch(() => 0)) !== 1; tries += 1) assert.ok(tries < 3);
  const met = second.met();
  await Promise.all([ask(), ask()]);
  assert.equal(second.met(), met + 1, 'one more connection, and no more looking');
});

test('servers that only read are not used, and whoever asks is told to come again', async (t) => {
  const { second, pool, ask, address } = await openTwo(t);
  await second.open();
  await ask();
  const superuser = createClient(address);
  await superuser.connect();
  await superuser.query(`alter database ${superuser.database} set default_transaction_read_only = on`);
  const { rows } = await superuser.query<{ pid: number }>(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  assert.ok(rows.length > 0);
  // The connection that was ended may be noticed by the first question.
  await ask().catch(() => {});
  await assert.rejects(ask(), (error: { code?: string }) => {
    assert.equal(error.code, '25006');
    assert.equal(toRefusal(error, 'bookings.create').code, 'unavailable');
    return true;
  });
  await superuser.query('set default_transaction_read_only = off');
  await superuser.query(`alter database ${superuser.database} reset default_transaction_read_only`);
  await superuser.end();
  assert.equal(await ask(), 1);
  assert.ok(pool.totalCount > 0);
});

test('when nobody is there, why is said', async (t) => {
  const { first, ask } = await openTwo(t);
  first.close();
  await assert.rejects(ask(), { code: 'ECONNREFUSED' });
});
