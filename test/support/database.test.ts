import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { createTestDatabase } from './database.ts';
import { databaseName, isLeftover, parseRun, runOf, templateName } from './test-names.ts';
import { parseDatabaseUrl, type ServerConnection } from './test-server.ts';

const ask = async (connection: ServerConnection, sql: string): Promise<unknown[]> => {
  const client = new Client({ ...connection });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
};

const key = `notes_${process.pid}`;

const countingTemplate = () => {
  const calls: string[] = [];
  const prepare = async (connection: ServerConnection): Promise<void> => {
    calls.push(connection.database);
    await ask(connection, 'create table notes as select 1 as id');
  };
  return { calls, template: { key: `${key}_${performance.now().toString().replace('.', '_')}`, prepare } };
};

test('a database without a template is empty, in UTF-8 and gone when dropped', async () => {
  const { connection, drop } = await createTestDatabase();
  assert.deepEqual(await ask(connection, `select count(*)::int from pg_tables where schemaname = 'public'`), [0]);
  assert.deepEqual(await ask(connection, 'show server_encoding'), ['UTF8']);
  await drop();
  await assert.rejects(ask(connection, 'select 1'), /does not exist/);
});

test('copies of a template do not see each other, and the template is filled once', async (t) => {
  const { calls, template } = countingTemplate();
  const both = await Promise.all([createTestDatabase({ template }), createTestDatabase({ template })]);
  for (const { drop } of both) t.after(drop);
  await ask(both[0].connection, 'insert into notes values (2)');
  assert.deepEqual(await ask(both[0].connection, 'select id from notes order by id'), [1, 2]);
  assert.deepEqual(await ask(both[1].connection, 'select id from notes'), [1]);
  assert.equal(calls.length, 1);
});

test('a template whose filling failed is not taken for a finished one', async (t) => {
  const { template } = countingTemplate();
  const failing = { key: `${template.key}_x`, prepare: () => Promise.reject(new Error('no such table')) };
  await assert.rejects(createTestDatabase({ template: failing }), /no such table/);
  const { connection, drop } = await createTestDatabase({ template: { ...template, key: failing.key } });
  t.after(drop);
  assert.deepEqual(await ask(connection, 'select id from notes'), [1]);
});

test('drop ends connections that are still open', async () => {
  const { connection, drop } = await createTestDatabase();
  const client = new Client({ ...connection });
  const ended = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await drop();
  assert.match(String(await ended), /terminat/);
});

const run = { host: 'abc123', pid: 77, started: 1_700_000_000_000 };
const hours = (count: number) => ({ ...run, pid: 78, started: run.started + count * 3_600_000 });

test('names tell the run and fit into 63 letters', () => {
  const name = databaseName(run, 5);
  assert.deepEqual(runOf(name), run);
  assert.deepEqual(runOf(templateName(run, 'short')), run);
  assert.match(templateName(run, 'short'), /_t_short$/);
  assert.ok(templateName(run, 'Long-key'.repeat(20)).length < 60);
  assert.notEqual(templateName(run, 'Кот'), templateName(run, 'Кит'));
  assert.equal(parseRun('nonsense'), null);
});

test('only databases of dead runs with our prefix are leftovers', () => {
  const dead = (): boolean => false;
  const alive = (): boolean => true;
  assert.equal(isLeftover(databaseName(run, 1), hours(1), dead), true);
  assert.equal(isLeftover(databaseName(run, 1), hours(1), alive), false, 'its process lives');
  assert.equal(isLeftover(databaseName(run, 1), run, dead), false, 'it is of this run');
  const elsewhere = databaseName({ ...run, host: 'def456' }, 1);
  assert.equal(isLeftover(elsewhere, hours(1), dead), false, 'another computer, perhaps still testing');
  assert.equal(isLeftover(elsewhere, hours(25), alive), true, 'another computer, long ago');
  for (const name of ['postgres', 'okno', 'okno_test_mine', 'okno_testing_abc123_77_x_1'])
    assert.equal(isLeftover(name, hours(100), dead), false, name);
});

test('TEST_DATABASE_URL is taken apart, with a sentence for what is no address', () => {
  assert.deepEqual(parseDatabaseUrl('postgres://me:p%40ss@db:5433/x'), {
    host: 'db',
    port: 5433,
    user: 'me',
    password: 'p@ss',
    database: 'x',
  });
  assert.deepEqual(parseDatabaseUrl('postgresql:///?host=/run/pg'), { host: '/run/pg', database: 'postgres' });
  assert.throws(() => parseDatabaseUrl('localhost:5432'), /no PostgreSQL address/);
});
