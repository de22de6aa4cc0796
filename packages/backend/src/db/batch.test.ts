import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDatabase } from '../test-support/database.ts';
import { createAsker } from './batch.ts';
import { createPool } from './pool.ts';

const open = async (t: Parameters<typeof emptyDatabase>[0]) => {
  const { connection, rows } = await emptyDatabase(t);
  await rows('create role okno_app nologin').catch(() => undefined);
  const pool = createPool({ connection, role: 'app', max: 1, onError: () => {} });
  t.after(() => pool.end());
  return { pool, rows };
};

const ask = (text: string, ...values: unknown[]) => ({ name: text, text, values });

test('what is asked for in one go is answered in its order, each with its own rows', async (t) => {
  const { pool } = await open(t);
  const client = await pool.connect();
  const asker = createAsker(client);
  const answers = await Promise.all([
    asker.ask(ask('select $1::int as number', 1)),
    asker.ask(ask("select 'two' as text union all select 'three'")),
    asker.ask(ask('select $1::int as number', 4)),
    asker.ask(ask('select 1 where false')),
  ]);
  assert.deepEqual(
    answers.map(({ rows }) => rows.map((row) => ({ ...(row as object) }))),
    [[{ number: 1 }], [{ text: 'two' }, { text: 'three' }], [{ number: 4 }], []],
  );
  assert.equal(asker.isBroken(), false);
  client.release();
});

test('a statement that fails takes those behind it with it, and the connection goes on', async (t) => {
  const { pool } = await open(t);
  const client = await pool.connect();
  const asker = createAsker(client);
  const divide = ask('select 1 / $1::int as part', 1);
  await Promise.all([asker.ask(divide), asker.ask(ask('select 2 as two')), asker.ask(ask('select 3 as three'))]);
  const [first, failed, behind] = await Promise.allSettled([
    asker.ask(ask('select 3 as three')),
    asker.ask({ ...divide, values: [0] }),
    asker.ask(ask('select 2 as two')),
  ]);
  assert.equal(first.status, 'fulfilled');
  assert.equal(failed.status === 'rejected' && failed.reason.code, '22012');
  assert.equal(behind.status === 'rejected' && behind.reason.code, '22012');
  assert.equal(asker.isBroken(), false);
  assert.deepEqual((await asker.ask({ ...divide, values: [1] })).rows.length, 1);
  client.release();
});

test('a connection that may or may not have parsed a new statement is given up', async (t) => {
  const { pool } = await open(t);
  const client = await pool.connect();
  const asker = createAsker(client);
  await assert.rejects(asker.ask(ask('select nonsense')), { code: '42703' });
  assert.equal(asker.isBroken(), true);
  client.release(true);
});

test('rows that are refused by a constraint cost no connection, though statements were new to it', async (t) => {
  const { pool, rows } = await open(t);
  await rows('create table numbers (number int primary key check (number < 10))');
  await rows('grant all on numbers to okno_app');
  const client = await pool.connect();
  const asker = createAsker(client);
  const insert = ask('insert into numbers values ($1) returning number', 10);
  const behind = ask('select count(*)::int as count from numbers');
  const failing = await Promise.allSettled([asker.ask(insert), asker.ask(behind)]);
  assert.deepEqual(
    failing.map((one) => one.status === 'rejected' && one.reason.code),
    ['23514', '23514'],
  );
  assert.equal(asker.isBroken(), false);
  const answers = await Promise.all([asker.ask({ ...insert, values: [9] }), asker.ask(behind), asker.ask(behind)]);
  assert.deepEqual(
    answers.map(({ rows: [row] }) => ({ ...(row as object) })),
    [{ number: 9 }, { count: 1 }, { count: 1 }],
  );
  client.release();
});

test('what has not left before the end never does', async (t) => {
  const { pool } = await open(t);
  const client = await pool.connect();
  const asker = createAsker(client);
  const late = asker.ask(ask('select 1'));
  asker.end();
  await assert.rejects(late, /ended before it was sent/);
  assert.throws(() => asker.ask(ask('select 1')), /after the end/);
  client.release();
});

test('a connection that is cut fails what is under way, and ends nothing else', async (t) => {
  const { pool, rows } = await open(t);
  const client = await pool.connect();
  const asker = createAsker(client);
  const { rows: own } = await asker.ask(ask('select pg_backend_pid() as pid'));
  const [under_way, behind] = [asker.ask(ask('select pg_sleep(30)')), asker.ask(ask('select 1'))];
  await rows('select pg_terminate_backend($1)', [(own[0] as { pid: number }).pid]);
  const outcomes = await Promise.allSettled([under_way, behind]);
  client.release(true);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
});
