import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { KeyValueAway, storeKey } from '@okno/contract';
import { createPool } from '../db/pool.ts';
import { openKeyValueTenants } from '../test-support/stores.ts';
import { until } from '../test-support/until.ts';
import { createPostgresKeyValue } from './postgres.ts';
import { sweep } from './sweep.ts';

const world = await openKeyValueTenants({ after });
const { pool, workerPool, rows, bot_id, tenant_id, other_bot_id, other_tenant_id } = world;
const store = createPostgresKeyValue(pool);
// Before the connections go, one of which it holds.
world.after(() => store.close());

const TTL_MS = 60_000;

test('rows are those of the tenant, by its id or by its bot, and the app sees no others', async () => {
  await store.set(storeKey('fsm', { bot_id }, 1), 'mine', TTL_MS);
  await store.set(storeKey('slots', { tenant_id }, 1), 'mine', TTL_MS);
  await store.set(storeKey('fsm', { bot_id: other_bot_id }, 1), 'theirs', TTL_MS);
  const kept = await rows<{ tenant_id: string; value: string }>('select tenant_id, value from kv order by value');
  assert.deepEqual(
    kept.map((row) => [row.tenant_id, row.value]),
    [
      [tenant_id, 'mine'],
      [tenant_id, 'mine'],
      [other_tenant_id, 'theirs'],
    ],
  );
  const as = (tenant: string) => `set role okno_app; set app.tenant_id = '${tenant}'; `;
  const client = await pool.connect();
  try {
    await client.query(as(other_tenant_id));
    const seen = await client.query('select value from kv');
    assert.deepEqual(seen.rows, [{ value: 'theirs' }]);
    // A key that names another's bot is of no use: the row is not there, and cannot be made for them.
    const stolen = await client.query(`delete from kv where key = '${storeKey('fsm', { bot_id }, 1).text}'`);
    assert.equal(stolen.rowCount, 0);
    await assert.rejects(
      client.query(`insert into kv (tenant_id, key, value, expires_at) values ('${tenant_id}', 'x', 'x', now())`),
      /row-level security/,
    );
  } finally {
    client.release(true);
  }
});

test('a bot that nobody knows has no store', async () => {
  await assert.rejects(store.get(storeKey('fsm', { bot_id: 1 }, 1)), { code: 'not_found' });
});

test('the sweep takes what has run out, of all tenants, in batches, and nothing else', async () => {
  await rows('truncate kv');
  await rows(
    `insert into kv select t, 'fsm:' || n, 'x', now() + case when n <= 25 then interval '-1 s' else interval '1 h' end
    from unnest($1::uuid[]) t, generate_series(1, 30) n`,
    [[tenant_id, other_tenant_id]],
  );
  assert.equal(await sweep(workerPool, 10), 50);
  assert.equal(await sweep(workerPool, 10), 0);
  const [row] = await rows<{ count: number }>('select count(*)::int as count from kv where expires_at > now()');
  assert.equal(row?.count, 10);
});

test('the worker sees what has run out, without its contents, and can take nothing that is alive', async () => {
  await rows('truncate kv');
  await rows(
    `insert into kv values ($1, 'fsm:alive', 'secret', now() + interval '1 h'), ($1, 'fsm:gone', 'secret', now() - interval '1 s')`,
    [tenant_id],
  );
  await assert.rejects(workerPool.query('select value from kv'), /permission denied/);
  await assert.rejects(workerPool.query(`update kv set expires_at = now()`), /permission denied/);
  const { rows: seen } = await workerPool.query('select key from kv');
  assert.deepEqual(seen, [{ key: 'fsm:gone' }]);
  const { rowCount } = await workerPool.query('delete from kv');
  assert.equal(rowCount, 1);
});

test('what has run out but is not swept yet is not there for anybody', async () => {
  await rows('truncate kv');
  const key = storeKey('fsm', { bot_id }, 9);
  await rows(`insert into kv values ($1, $2, 'old', now() - interval '1 s')`, [tenant_id, key.text]);
  assert.equal(await store.get(key), null);
  assert.equal(await store.compareAndSet(key, { from: 'old', to: 'x', ttl_ms: TTL_MS }), false);
  assert.equal((await store.count(key, TTL_MS)).count, 1);
});

test('a dialogue survives a crash of the database: the table is logged', async () => {
  const [row] = await rows<{ relpersistence: string }>(`select relpersistence from pg_class where relname = 'kv'`);
  assert.equal(row?.relpersistence, 'p');
});

test('who listens hears again after the connection was cut, and is told of the gap', async () => {
  const key = storeKey('user', { bot_id }, 1);
  const heard: (string | null)[] = [];
  const stop = await store.subscribe(key, (message) => heard.push(message));
  await store.publish(key, 'before');
  await until('it is heard', () => heard.includes('before'));
  const cut = await rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen okno_kv' and datname = current_database()`,
  );
  assert.equal(cut.length, 1);
  await until('the gap is told', () => heard.includes(null));
  await store.publish(key, 'after');
  await until('it is heard again', () => heard.includes('after'));
  stop();
});

test('a database that cannot be reached is a store that is away', async (t) => {
  // Nobody listens on port 1.
  const connection = { host: '127.0.0.1', port: 1, user: 'nobody', database: 'nothing' };
  const nowhere = createPool({ connection, role: 'app', max: 2, onError: () => {} });
  const away = createPostgresKeyValue(nowhere);
  t.after(async () => {
    await away.close();
    await nowhere.end();
  });
  for (const key of [storeKey('fsm', { bot_id }, 1), storeKey('slots', { tenant_id }, 1)]) {
    await assert.rejects(away.get(key), KeyValueAway);
    await assert.rejects(away.set(key, 'x', TTL_MS), KeyValueAway);
    await assert.rejects(away.publish(key, 'x'), KeyValueAway);
  }
  const stop = await away.subscribe(storeKey('user', { bot_id }, 1), () => {});
  stop();
});
